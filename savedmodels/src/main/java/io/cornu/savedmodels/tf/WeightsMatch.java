package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which variables of an architecture were found in saved weights, and which not.
 *
 * @param source the saved weights
 * @param architecture the network
 * @param matched the names of the saved variables, by the paths of those that take them
 * @param missing the paths of variables for which nothing, or more than one, was found, by what is known about them
 * @param mismatched by path, what is wrong with what was found
 * @param unused the names of saved weights that no variable takes, without those of optimizers, metrics and random
 *     generators
 */
public record WeightsMatch(
        SavedWeights source,
        Architecture architecture,
        Map<String, String> matched,
        Map<String, String> missing,
        Map<String, String> mismatched,
        List<String> unused) {
    private static final int MAX_LISTED = 30;

    /** Copies the collections, keeping their order. */
    public WeightsMatch {
        matched = Collections.unmodifiableMap(new LinkedHashMap<>(matched));
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
        mismatched = Collections.unmodifiableMap(new LinkedHashMap<>(mismatched));
        unused = List.copyOf(unused);
    }

    /**
     * Whether every variable was found.
     *
     * @return true if none is missing or mismatched; some may be unused
     */
    public boolean isComplete() {
        return missing.isEmpty() && mismatched.isEmpty();
    }

    /**
     * All weights; saved ones may be left over, such as those of a head that the architecture lacks.
     *
     * @return weights to build the architecture with
     * @throws IOException if a variable is missing or mismatched, or the file is damaged
     */
    public Weights weights() throws IOException {
        if (!isComplete()) {
            throw new MalformedFileException(source.where(), problems());
        }
        return over(new Weights(Map.of()));
    }

    /**
     * The weights that were found, over others for the rest, such as those of a fresh head.
     *
     * @param others weights that stay where none was found
     * @return weights, in the order of the architecture
     * @throws IOException if the file is damaged
     */
    public Weights over(Weights others) throws IOException {
        Map<String, Array> values = new LinkedHashMap<>();
        for (String path : architecture.graph().variables().keySet()) {
            String name = matched.get(path);
            if (name != null) {
                values.put(path, source.read(name));
            } else if (others.byPath().containsKey(path)) {
                values.put(path, others.get(path));
            }
        }
        return new Weights(values);
    }

    /** A table of all variables: what each takes, what is missing, what is left. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(matched.size() + " matched, " + missing.size() + " missing, " + mismatched.size() + " mismatched, "
                + unused.size() + " unused");
        matched.forEach((path, name) -> lines.add(path + " <- " + name));
        missing.forEach((path, reason) -> lines.add(path + " <- nothing: " + reason));
        mismatched.forEach((path, reason) -> lines.add(path + " <- nothing: " + reason));
        unused.forEach(name -> lines.add("unused: " + name));
        return String.join(System.lineSeparator(), lines);
    }

    String problems() {
        List<String> problems = new ArrayList<>();
        missing.forEach((path, reason) -> problems.add(path + " " + reason));
        mismatched.forEach((path, reason) -> problems.add(path + " " + reason));
        int wrong = problems.size();
        if (!unused.isEmpty()) {
            problems.add("left over: " + joined(unused));
        }
        return wrong + " of " + (matched.size() + wrong) + " variables do not match: " + joined(problems)
                + ". Name them with match(architecture, names), or take what fits with match(architecture).";
    }

    static String joined(List<String> texts) {
        return texts.size() <= MAX_LISTED
                ? String.join("; ", texts)
                : texts.stream().limit(MAX_LISTED).collect(Collectors.joining("; ")) + "; and "
                        + (texts.size() - MAX_LISTED) + " more";
    }
}
