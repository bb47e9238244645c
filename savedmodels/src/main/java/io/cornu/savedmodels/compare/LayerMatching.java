package io.cornu.savedmodels.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which layer of one network stands for which of another: by name where both use the same names, by order where only the
 * kinds agree, as after Keras has numbered its layers anew.
 */
final class LayerMatching {
    private static final int NONE = -1;

    private LayerMatching() {}

    /**
     * A layer to be matched.
     *
     * @param name its name
     * @param kind what must be the same in both, such as its class
     */
    record Key(String name, String kind) {}

    /**
     * Matches two lists.
     *
     * @return for each of the first, its place in the second, or -1
     */
    static int[] of(List<Key> first, List<Key> second) {
        boolean isSameNames = new HashSet<>(names(first)).equals(new HashSet<>(names(second)));
        if (!isSameNames && kinds(first).equals(kinds(second))) {
            return IntStream.range(0, first.size()).toArray();
        }
        int[] places = byName(first, second);
        fillGaps(first, second, places);
        return places;
    }

    private static int[] byName(List<Key> first, List<Key> second) {
        Map<String, Integer> known = new HashMap<>();
        for (int i = 0; i < second.size(); i++) {
            known.put(second.get(i).name(), i);
        }
        int[] places = new int[first.size()];
        for (int i = 0; i < places.length; i++) {
            int place = known.getOrDefault(first.get(i).name(), NONE);
            boolean isSame = place != NONE
                    && second.get(place).kind().equals(first.get(i).kind());
            places[i] = isSame ? place : NONE;
        }
        return places;
    }

    /** Between two layers that were matched, the next of the same kind; renamed layers keep their order. */
    private static void fillGaps(List<Key> first, List<Key> second, int[] places) {
        boolean[] taken = new boolean[second.size()];
        Arrays.stream(places).filter(place -> place != NONE).forEach(place -> taken[place] = true);
        int next = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i] != NONE) {
                next = places[i] + 1;
                continue;
            }
            for (int j = next; j < taken.length && !taken[j]; j++) {
                if (second.get(j).kind().equals(first.get(i).kind())) {
                    places[i] = j;
                    taken[j] = true;
                    next = j + 1;
                    break;
                }
            }
        }
    }

    private static List<String> names(List<Key> keys) {
        return keys.stream().map(Key::name).toList();
    }

    private static List<String> kinds(List<Key> keys) {
        List<String> kinds = new ArrayList<>();
        keys.forEach(key -> kinds.add(key.kind()));
        return kinds;
    }
}
