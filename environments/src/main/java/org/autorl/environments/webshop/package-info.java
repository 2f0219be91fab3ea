/**
 * WebShop in full (Yao et al. 2022): reads the official files unchanged, searches, shows pages as
 * text, and gives the original's reward; with a catalogue of our own in the same form.
 *
 * <p>What must not enter: the official data, policies, judges, and any price or goal that is drawn
 * without a stated seed.
 */
@NullMarked
package org.autorl.environments.webshop;

import org.jspecify.annotations.NullMarked;
