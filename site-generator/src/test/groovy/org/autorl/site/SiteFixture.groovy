package org.autorl.site

import java.nio.file.Path
import org.autorl.site.read.Memory

/** Renders sites for specs. */
class SiteFixture {
    static void render(Path runs, Path out) {
        build(new Site([runs], runs.resolveSibling('no-content'), out, Optional.empty(), 1))
    }

    /** As one start of the program does it. */
    static Site.Built build(Site site, Optional<Path> state = Optional.empty()) {
        def memory = new Memory(state)
        def built = site.build(memory)
        memory.save()
        built
    }
}
