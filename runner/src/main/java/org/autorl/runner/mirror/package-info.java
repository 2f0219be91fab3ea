/**
 * The artifact mirror: an attempt's way to a package index and a model hub, where its task allows
 * one. It hands on, verifies and writes down what is fetched. What must not enter: what an operator
 * fetches for tasks ({@code hub}), calls of models, anything of the grader.
 */
@NullMarked
package org.autorl.runner.mirror;

import org.jspecify.annotations.NullMarked;
