package io.cornu.savedmodels.serving;

import io.cornu.savedmodels.tf.TensorDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Whether callers of one model can go on with another. */
final class Compatibility {
    private Compatibility() {}

    /** What would be another for callers; empty if nothing. */
    static List<String> problems(Servable before, Servable after) {
        List<String> problems = new ArrayList<>();
        compare("input", before.inputs(), after.inputs(), true, problems);
        compare("output", before.outputs(), after.outputs(), false, problems);
        return problems;
    }

    private static void compare(
            String what,
            List<TensorDescription> before,
            List<TensorDescription> after,
            boolean isTaken,
            List<String> problems) {
        if (before.size() != after.size()) {
            problems.add(before.size() + " " + what + "(s) " + before + ", received " + after);
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            TensorDescription old = before.get(i);
            TensorDescription own = after.get(i);
            // What went in must still go in, and what comes out must be nothing new.
            boolean fits = isTaken ? accepts(own.shape(), old.shape()) : accepts(old.shape(), own.shape());
            if (!fits || !old.name().equals(own.name()) || !old.typeName().equals(own.typeName())) {
                problems.add(what + " " + old + ", received " + own);
            }
        }
    }

    private static boolean accepts(Shape wide, Shape narrow) {
        if (wide.isUnknown()) {
            return true;
        }
        return !narrow.isUnknown()
                && wide.numDimensions() == narrow.numDimensions()
                && IntStream.range(0, wide.numDimensions())
                        .allMatch(i -> wide.get(i) == Shape.UNKNOWN_SIZE || wide.get(i) == narrow.get(i));
    }
}
