package org.autorl.runner.judge;

/** What one question led to. */
sealed interface Reply permits Opinion, NoOpinion {}
