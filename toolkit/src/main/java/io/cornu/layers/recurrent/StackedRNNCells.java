package io.cornu.layers.recurrent;

import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.text.Arguments;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Several cells, each fed by the one before, as one.
 *
 * <p>Source: {@code keras.layers.StackedRNNCells}, Keras 3.15.
 *
 * @param cells at least one
 */
public record StackedRNNCells(List<RecurrentCell> cells) implements RecurrentCell {
    /**
     * Checks that there is a cell.
     *
     * @throws IllegalArgumentException if there is none
     */
    public StackedRNNCells {
        cells = List.copyOf(cells);
        Arguments.require(!cells.isEmpty(), "StackedRNNCells", "at least one cell must be given", cells);
    }

    /**
     * A stack of cells.
     *
     * @param cells at least one, the first nearest to the input
     * @return the stack
     * @throws IllegalArgumentException if there is none
     */
    public static StackedRNNCells of(RecurrentCell... cells) {
        return new StackedRNNCells(List.of(cells));
    }

    @Override
    public List<Integer> stateSizes(long features) {
        List<Integer> sizes = new ArrayList<>();
        long size = features;
        for (RecurrentCell cell : cells) {
            sizes.addAll(cell.stateSizes(size));
            size = cell.outputSize(size);
        }
        return sizes;
    }

    @Override
    public int outputSize(long features) {
        long size = features;
        for (RecurrentCell cell : cells) {
            size = cell.outputSize(size);
        }
        return Math.toIntExact(size);
    }

    @Override
    public List<VariableSpec> variables(long features) {
        List<VariableSpec> specs = new ArrayList<>();
        long size = features;
        for (int i = 0; i < cells.size(); i++) {
            String prefix = names().get(i) + "/";
            cells.get(i).variables(size).forEach(spec -> specs.add(spec.within(prefix)));
            size = cells.get(i).outputSize(size);
        }
        return specs;
    }

    @Override
    public boolean isStochastic() {
        return cells.stream().anyMatch(RecurrentCell::isStochastic);
    }

    @Override
    public <T extends TFloating> Stepper<T> begin(LayerCall<T> call) {
        List<Stepper<T>> steppers = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        Operand<T> input = call.input();
        Shape shape = call.inputShapes().get(0);
        for (int i = 0; i < cells.size(); i++) {
            // Only its batch is looked at.
            steppers.add(cells.get(i).begin(call.inner(names().get(i), List.of(input), List.of(shape), call.masks())));
            counts.add(cells.get(i).stateSizes(shape.get(-1)).size());
            shape = Shape.of(shape.get(0), cells.get(i).outputSize(shape.get(-1)));
        }
        return (x, states) -> {
            Operand<T> output = x;
            List<Operand<T>> after = new ArrayList<>();
            for (int i = 0; i < steppers.size(); i++) {
                int from = after.size();
                Step<T> step = steppers.get(i).step(output, states.subList(from, from + counts.get(i)));
                output = step.output();
                after.addAll(step.states());
            }
            return new Step<>(output, after);
        };
    }

    /** As Keras stores them: in a list, by class in snake case, with a number from the second of a class on. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (RecurrentCell cell : cells) {
            String base = "cells/" + Names.snakeCase(cell.getClass().getSimpleName());
            long used = names.stream()
                    .filter(name -> name.equals(base) || name.startsWith(base + "_"))
                    .count();
            names.add(used == 0 ? base : base + "_" + used);
        }
        return names;
    }
}
