package io.cornu.savedmodels.tf;

import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/** One search for an architecture's variables among saved ones. */
final class WeightMatching {
    private final SavedWeights source;
    private final Architecture architecture;
    private final Map<String, String> names;
    private final Map<String, VariableSpec> expected;
    private final Map<String, List<String>> segments = new LinkedHashMap<>();
    private final Map<String, String> matched = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, String> mismatched = new LinkedHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();

    WeightMatching(SavedWeights source, Architecture architecture, Map<String, String> names) {
        this.source = source;
        this.architecture = architecture;
        this.names = names;
        this.expected = architecture.graph().variables();
        source.variables().values().stream()
                .filter(variable -> !variable.isState())
                .forEach(variable -> segments.put(variable.name(), SavedPaths.segments(variable.name())));
    }

    WeightsMatch match() {
        Map<String, String> scopes = new LinkedHashMap<>();
        names.forEach((here, there) -> named(here, there, scopes));
        Map<String, String> numbered = renumbered(scopes);
        for (String path : expected.keySet()) {
            if (!matched.containsKey(path) && !mismatched.containsKey(path)) {
                decide(path, candidates(path, scopes, numbered));
            }
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        expected.keySet()
                .forEach(path -> Optional.ofNullable(matched.get(path)).ifPresent(name -> ordered.put(path, name)));
        List<String> unused =
                segments.keySet().stream().filter(name -> !taken.contains(name)).toList();
        return new WeightsMatch(source, architecture, ordered, missing, mismatched, unused);
    }

    private void named(String here, String there, Map<String, String> scopes) {
        boolean isLayer = architecture.graph().layers().stream()
                .anyMatch(layer -> layer.name().equals(here));
        if (!isLayer && !expected.containsKey(here)) {
            throw new IllegalArgumentException(
                    "names: expected a layer or a variable of the architecture, received '" + here + "'.");
        }
        if (expected.containsKey(here)) {
            String name = source.variables().values().stream()
                    .filter(variable -> variable.name().equals(there)
                            || variable.path().equals(there)
                            || variable.key().equals(there))
                    .map(SavedNames.Variable::name)
                    .findFirst()
                    .orElseThrow(() -> unknown(there));
            decide(here, List.of(name));
        } else {
            String scope = there.endsWith("/") ? there.substring(0, there.length() - 1) : there;
            if (segments.keySet().stream().noneMatch(name -> name.startsWith(scope + "/"))) {
                throw unknown(there);
            }
            scopes.put(here, scope);
        }
    }

    private IllegalArgumentException unknown(String there) {
        return new IllegalArgumentException("names: expected a variable or a scope of " + source.where()
                + ", received '" + there + "'. See SavedWeights.tensors().");
    }

    private void decide(String path, List<String> candidates) {
        if (candidates.size() != 1) {
            missing.put(
                    path,
                    candidates.isEmpty()
                            ? "is missing"
                            : "is ambiguous among " + WeightsMatch.joined(candidates));
            return;
        }
        String name = candidates.get(0);
        taken.add(name);
        VariableSpec spec = expected.get(path);
        Shape shape = spec == null ? Shape.unknown() : spec.shape();
        Shape saved = source.tensor(name).shape();
        if (Shapes.same(shape, saved)) {
            matched.put(path, name);
        } else {
            mismatched.put(
                    path, "expected " + Shapes.text(shape) + ", received " + Shapes.text(saved) + " of " + name);
        }
    }

    private List<String> candidates(String path, Map<String, String> scopes, Map<String, String> numbered) {
        List<String> wanted = SavedPaths.segments(path);
        String layer = wanted.get(0);
        List<String> rest = wanted.subList(1, wanted.size());
        String scope = scopes.get(layer);
        if (scope != null) {
            int depth = SavedPaths.segments(scope).size();
            return best(name -> name.startsWith(scope + "/") ? tail(name, depth) : List.of(), rest, path);
        }
        String other = numbered.get(layer);
        if (other != null) {
            int depth = SavedPaths.segments(other).size();
            return best(name -> name.startsWith(other + "/") ? tail(name, depth) : List.of(), rest, path);
        }
        // Layers of models within models are known by their own names alone, as they were when they were built.
        for (int dropped = 0; dropped < wanted.size() - 1; dropped++) {
            String start = wanted.get(dropped);
            List<String> found = best(
                    name -> {
                        List<String> own = of(name);
                        int at = own.subList(0, own.size() - 1).lastIndexOf(start);
                        return at < 0 ? List.of() : own.subList(at + 1, own.size());
                    },
                    wanted.subList(dropped + 1, wanted.size()),
                    path);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return best(this::of, wanted, path);
    }

    /** Those that fit, if some fit better only the best. */
    private List<String> best(Function<String, List<String>> tail, List<String> rest, String path) {
        Map<Integer, List<String>> byRank = new TreeMap<>();
        for (String name : segments.keySet()) {
            int likeness = taken.contains(name) ? -1 : SavedPaths.likeness(rest, tail.apply(name));
            if (likeness >= 0) {
                boolean isExact = name.equals(path);
                byRank.computeIfAbsent(isExact ? -1 : of(name).size() * 100 + likeness, rank -> new ArrayList<>())
                        .add(name);
            }
        }
        return byRank.isEmpty() ? List.of() : byRank.values().iterator().next();
    }

    /** The scopes of layers whose numbers differ because Python counted on. */
    private Map<String, String> renumbered(Map<String, String> scopes) {
        Map<String, List<String>> here = new LinkedHashMap<>();
        Set<String> layers = new LinkedHashSet<>();
        expected.keySet().forEach(path -> layers.add(SavedPaths.segments(path).get(0)));
        layers.stream()
                .filter(layer -> !scopes.containsKey(layer))
                .forEach(layer -> here.computeIfAbsent(SavedPaths.base(layer), base -> new ArrayList<>())
                        .add(layer));
        Map<String, Set<String>> there = new HashMap<>();
        segments.forEach((name, own) -> {
            for (int depth = 0; depth < own.size() - 1; depth++) {
                there.computeIfAbsent(SavedPaths.base(own.get(depth)), base -> new LinkedHashSet<>())
                        .add(String.join("/", own.subList(0, depth + 1)));
            }
        });
        Map<String, String> numbered = new HashMap<>();
        here.forEach((base, ours) -> {
            List<String> theirs = there.getOrDefault(base, Set.of()).stream()
                    .filter(scope -> !scopes.containsValue(scope))
                    .sorted(Comparator.comparingLong(SavedPaths::number))
                    .toList();
            Set<String> known = new LinkedHashSet<>();
            theirs.forEach(scope -> known.add(SavedPaths.last(scope)));
            List<String> inOrder = ours.stream()
                    .sorted(Comparator.comparingLong(SavedPaths::number))
                    .toList();
            boolean isOtherwise = known.size() == theirs.size() && theirs.size() == ours.size() && !known.containsAll(ours);
            for (int i = 0; isOtherwise && i < inOrder.size(); i++) {
                numbered.put(inOrder.get(i), theirs.get(i));
            }
        });
        return numbered;
    }

    private List<String> of(String name) {
        return segments.getOrDefault(name, List.of());
    }

    private List<String> tail(String name, int depth) {
        List<String> own = of(name);
        return depth >= own.size() ? List.of() : own.subList(depth, own.size());
    }
}
