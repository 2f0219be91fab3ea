/**
 * The cheat zoo: scripted cheaters, run as any agent is, and judged from outside by what they leave
 * behind. What must not enter: any help for a cheater to lose, and any way to grade.
 */
@NullMarked
package org.autorl.runner.cheats;

import org.jspecify.annotations.NullMarked;
