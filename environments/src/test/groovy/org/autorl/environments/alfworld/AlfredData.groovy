package org.autorl.environments.alfworld

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path

/** The public domain, grammar and layouts, in a folder `shared/data/alfworld` of the checkout or above it. */
class AlfredData {

    static final Optional<Path> FOLDER = find()
    static final boolean IS_THERE = FOLDER.present
    static final String REASON = 'there is no shared/data/alfworld'

    private static final Set<String> OPENABLE = ['Fridge', 'Cabinet', 'Microwave', 'Drawer', 'Safe', 'Box']

    private static Optional<Path> find() {
        def at = Path.of('').toAbsolutePath()
        while (at != null && !Files.isDirectory(at.resolve('shared/data/alfworld'))) {
            at = at.parent
        }
        Optional.ofNullable(at).map { it.resolve('shared/data/alfworld') }
    }

    static String text(String file) {
        Files.readString(FOLDER.get().resolve(file))
    }

    static HouseMaker maker() {
        new HouseMaker(kinds(), 'alfred', text('alfred.pddl'), text('alfred.twl2'))
    }

    static Kinds kinds() {
        AlfredData.getResourceAsStream('kinds.json').withCloseable { Kinds.of(new ObjectMapper().readTree(it)) }
    }

    /** A public floor plan, with things of ours in it. */
    static House house(int floorPlan, long seed) {
        def json = new ObjectMapper()
        def places = json.readTree(text("layouts/FloorPlan$floorPlan-openable.json"))
        def present = json.readTree(text("layouts/FloorPlan$floorPlan-objects.json"))*.asText()
        def random = new SplittableRandom(seed)
        def receptacles = []
        places.fields().each { place ->
            def kind = place.key.tokenize('|')[0]
            def at = place.value*.asDouble()
            def name = kind == 'Sink' ? place.key + '|SinkBasin' : place.key
            if (kinds().holds(kind == 'Sink' ? 'SinkBasin' : kind)) {
                receptacles << new House.Receptacle(name, kind == 'Sink' ? 'SinkBasin' : kind,
                        "loc|${(at[0] * 4) as int}|${(at[1] * 4) as int}|${(at[2] / 90) as int}|${at[3] as int}" as String, OPENABLE.contains(kind))
            }
        }
        def things = []
        kinds().things().findAll { present.contains(it) }.each { kind ->
            def fitting = receptacles.findAll { kinds().holds(it.kind()).contains(kind) }
            (0..random.nextInt(3)).each {
                if (fitting) {
                    things << new House.Thing(String.format(Locale.ROOT, '%s|%+06.2f|+00.90|%+06.2f', kind, random.nextInt(400) / 100d, -random.nextInt(400) / 100d),
                            kind, fitting[random.nextInt(fitting.size())].name())
                }
            }
        }
        new House(receptacles, things, 'loc|99|99|0|30')
    }
}
