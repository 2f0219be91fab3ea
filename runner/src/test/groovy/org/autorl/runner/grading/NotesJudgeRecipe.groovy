package org.autorl.runner.grading

import groovy.transform.CompileStatic
import org.autorl.environments.Item
import org.autorl.environments.Letters
import org.autorl.environments.Partition
import org.autorl.records.Json

/**
 * How the judge of notes came to be: annotators go by a rule, err in one pair of ten, and the judge learns from what they
 * said of visible requests. How often it contradicts the rule is counted on requests that it has not seen.
 */
@CompileStatic
final class NotesJudgeRecipe {
    private static final long SEED = 20261121
    private static final int PAIRS = 30_000
    private static final int UNSEEN_PAIRS = 4_000
    private static final int EPOCHS = 4
    private static final double ANNOTATORS_ERR = 0.1
    private static final double RATE = 0.08
    private static final double DECAY = 1e-3
    private static final double SMALLEST = 0.05

    private static final List<String> POLITE = ['please', 'thank', 'glad']
    private static final List<String> RUDE = ['do not be late', 'never answer', 'do not care']
    private static final List<String> EMPTY = ['it is what it is', 'i have to go', 'not much to say', 'well well']
    private static final List<String> CLOSINGS = ['best wishes,', 'kind regards,', 'yours,']

    /** The judge's file. */
    static String file() {
        def random = new SplittableRandom(SEED)
        Map<String, Double> weights = [:]
        def shown = pairs(Partition.VISIBLE, PAIRS, random).collect {
            new Shown(NoteFeatures.of(it.item, it.better), NoteFeatures.of(it.item, it.worse))
        }
        int steps = EPOCHS * PAIRS
        for (int i = 0; i < steps; i++) {
            // Ever smaller steps: what is random in the annotators' errors averages out.
            learn(weights, shown[i % PAIRS], RATE * (1 - (double) i / steps), random)
        }
        Map<String, Double> kept = weights
            .collectEntries { name, weight -> [name, Math.round(weight * 1000) / 1000.0d] }
            .findAll { name, weight -> Math.abs((double) weight) >= SMALLEST } as Map<String, Double>
        def judge = new NotesJudge(kept, 0, 0)
        def unseen = pairs(Partition.SEALED, UNSEEN_PAIRS, random)
        int wrong = unseen.count { judge.prefers(it.item, it.worse, it.better) || !judge.prefers(it.item, it.better, it.worse) } as int
        def file = Json.object().put('error', (double) wrong / UNSEEN_PAIRS).put('pairs', UNSEEN_PAIRS)
        file.set('weights', Json.tree(new TreeMap<>(kept)))
        Json.pretty(file)
    }

    private static record Pair(Item item, String better, String worse) { }

    private static record Shown(Set<String> better, Set<String> worse) { }

    /** Of which the rule prefers one. */
    private static List<Pair> pairs(Partition side, int count, SplittableRandom random) {
        def letters = new Letters()
        List<Pair> pairs = []
        while (pairs.size() < count) {
            def item = letters.draw(random)
            if (Partition.of(item.id()) != side) {
                continue
            }
            def a = note(item, random)
            def b = random.nextBoolean() ? Letters.reference(item) : note(item, random)
            double difference = merit(item, a) - merit(item, b)
            if (Math.abs(difference) > 1e-9) {
                pairs << (difference > 0 ? new Pair(item, a, b) : new Pair(item, b, a))
            }
        }
        pairs
    }

    /** As people write, and as a policy in training does: broken off, or going on for ever. */
    private static String note(Item item, SplittableRandom random) {
        def note = Letters.candidate(item, random)
        switch (random.nextInt(8)) {
            case 0: return note + Letters.candidate(item, random)
            case 1: return note.substring(0, 1 + random.nextInt(note.length() - 1))
            case 2: return note + Letters.candidate(item, random) + Letters.candidate(item, random)
            default: return note
        }
    }

    private static void learn(Map<String, Double> weights, Shown pair, double rate, SplittableRandom random) {
        boolean wrong = random.nextDouble() < ANNOTATORS_ERR
        def chosen = wrong ? pair.worse : pair.better
        def rejected = wrong ? pair.better : pair.worse
        double logit = sum(weights, chosen) - sum(weights, rejected)
        double miss = 1 / (1 + StrictMath.exp(logit))
        move(weights, chosen, rate, miss)
        move(weights, rejected, rate, -miss)
    }

    private static double sum(Map<String, Double> weights, Set<String> features) {
        double sum = 0
        for (feature in features) {
            sum += weights.getOrDefault(feature, 0.0d)
        }
        sum
    }

    private static void move(Map<String, Double> weights, Set<String> features, double rate, double miss) {
        for (feature in features) {
            double weight = weights.getOrDefault(feature, 0.0d)
            weights[feature] = weight + rate * (miss - DECAY * weight)
        }
    }

    /** What the annotators go by. */
    static double merit(Item item, String note) {
        def text = note.strip().toLowerCase(Locale.ROOT)
        def asked = { String what -> item.data().get(what).asText().toLowerCase(Locale.ROOT) }
        int comma = text.indexOf(',')
        def opening = comma < 0 ? '' : text.substring(0, comma)
        double merit = opening.endsWith(asked('recipient')) && opening.length() < 20 ? 2 : 0
        merit += text.contains(asked('topic')) ? 2 : 0
        merit += text.contains(asked('day')) ? 1.5 : 0
        merit += has(text, POLITE) ? 1.25 : 0
        merit += has(text, CLOSINGS) ? 1 : 0
        merit -= has(text, RUDE) ? 2.5 : 0
        merit -= has(text, EMPTY) ? 0.75 : 0
        merit -= repeats(text) ? 1.5 : 0
        int words = text.isEmpty() ? 0 : text.split('\\s+').length
        merit -= words < 12 ? 0.1 * (12 - words) : words > 34 ? 0.15 * (words - 34) : 0
        merit
    }

    private static boolean has(String text, List<String> any) {
        any.any { text.contains(it) }
    }

    private static boolean repeats(String text) {
        Set<String> seen = []
        text.split('[.!?]').any { !it.isBlank() && !seen.add(it.strip()) }
    }
}
