/**
 * Trainers: one file for each algorithm, in the order of its paper; metrics have the keys of TRL,
 * settings the names of its options.
 *
 * <p>{@link org.autorl.trainers.algorithm.TrainingLoop} holds what all of them share: steps,
 * learning rate, accumulation of gradients, clipping, divergence, early stop and checkpoints.
 * Advantages and estimators of the KL each stand in one file.
 *
 * <p>What must not enter: HTTP, files other than checkpoints, anything that knows a task.
 */
@NullMarked
package org.autorl.trainers.algorithm;

import org.jspecify.annotations.NullMarked;
