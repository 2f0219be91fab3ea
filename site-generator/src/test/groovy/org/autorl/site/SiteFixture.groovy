package org.autorl.site

import java.nio.file.Path

/** Renders a site for specs outside this package. */
class SiteFixture {
    static void render(Path runs, Path out) {
        new Site([runs], runs.resolveSibling('no-content'), out, Optional.empty(), Optional.empty(), 1).build()
    }
}
