package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import io.cornu.model.OptimizerState;
import io.cornu.savedmodels.keras.KerasContents;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.savedmodels.keras.ModelOutline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two models as they lie in files; nothing is run.
 *
 * <pre>{@code
 * ModelDiff diff = ModelDiff.of(KerasArchive.read(before), KerasArchive.read(after));
 * boolean isSame = diff.isEmpty();
 * }</pre>
 *
 * @param architecture the layers and their options
 * @param weights every variable of either model, also those that do not differ, in the first model's order; those of
 *     matched layers stand beside each other
 * @param compilation what differs in optimizer, losses and metrics
 * @param optimizer what differs in the optimizer's numbers: its steps and its learning rate
 * @param slots every number that either optimizer remembers of a weight
 */
public record ModelDiff(
        ArchitectureDiff architecture,
        List<VariableDifference> weights,
        List<OptionChange> compilation,
        List<OptionChange> optimizer,
        List<VariableDifference> slots) {
    private static final String NONE = "none";

    /** Copies the lists. */
    public ModelDiff {
        weights = List.copyOf(weights);
        compilation = List.copyOf(compilation);
        optimizer = List.copyOf(optimizer);
        slots = List.copyOf(slots);
    }

    /**
     * Compares two models.
     *
     * @param first one
     * @param second the other
     * @return what differs
     * @throws IllegalArgumentException if Keras has none of their classes, which the message names
     */
    public static ModelDiff of(KerasModel first, KerasModel second) {
        KerasRegistry registry = KerasRegistry.standard();
        ModelOutline one = ModelOutline.of(first, registry);
        ModelOutline other = ModelOutline.of(second, registry);
        Map<String, String> names = ArchitectureDiff.names(one, other);
        return new ModelDiff(
                ArchitectureDiff.of(one, other),
                variables(first.weights().byPath(), second.weights().byPath(), names),
                OptionChange.between(one.compilation(), other.compilation()),
                OptionChange.between(numbers(first.optimizerState()), numbers(second.optimizerState())),
                variables(slots(first.optimizerState()), slots(second.optimizerState()), names));
    }

    /**
     * Compares two files as they lie there, also where no model can be built of them: options as they are written,
     * variables by their places in the file, the optimizer's among them.
     *
     * @param first one
     * @param second the other
     * @return what differs
     */
    public static ModelDiff of(KerasContents first, KerasContents second) {
        return new ModelDiff(
                ArchitectureDiff.of(first.outline(), second.outline()),
                variables(first.variables(), second.variables(), Map.of()),
                OptionChange.between(
                        first.outline().compilation(), second.outline().compilation()),
                List.of(),
                List.of());
    }

    /**
     * Whether nothing differs.
     *
     * @return true if layers, options, weights and training settings are the same
     */
    public boolean isEmpty() {
        return architecture.isEmpty()
                && compilation.isEmpty()
                && optimizer.isEmpty()
                && weights.stream().allMatch(VariableDifference::isZero)
                && slots.stream().allMatch(VariableDifference::isZero);
    }

    /** Variables of the same layer and name stand beside each other. */
    static List<VariableDifference> variables(
            Map<String, Array> first, Map<String, Array> second, Map<String, String> names) {
        Map<String, Array> rest = new LinkedHashMap<>(second);
        List<VariableDifference> variables = new ArrayList<>();
        first.forEach((path, values) -> {
            String other = renamed(path, names);
            Optional<Array> found = Optional.ofNullable(rest.remove(other));
            variables.add(found.map(array -> VariableDifference.of(path, values, other, array))
                    .orElseGet(() -> new VariableDifference(
                            Optional.of(VariableDifference.Side.of(path, values)),
                            Optional.empty(),
                            Optional.empty())));
        });
        rest.forEach((path, values) -> variables.add(new VariableDifference(
                Optional.empty(), Optional.of(VariableDifference.Side.of(path, values)), Optional.empty())));
        return variables;
    }

    /** The longest layer's name that the path begins with, for layers of a model within the model have both names. */
    private static String renamed(String path, Map<String, String> names) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String other = names.get(path.substring(0, slash));
            if (other != null) {
                return other + path.substring(slash);
            }
        }
        return path;
    }

    private static Map<String, String> numbers(Optional<OptimizerState> state) {
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put(
                "iterations",
                state.map(each -> Long.toString(each.iterations())).orElse(NONE));
        numbers.put(
                "learning_rate",
                state.map(each -> Double.toString(each.learningRate())).orElse(NONE));
        return numbers;
    }

    /** By the path of the weight, so that they follow their layers, with the slot's name at the end. */
    private static Map<String, Array> slots(Optional<OptimizerState> state) {
        Map<String, Array> slots = new LinkedHashMap<>();
        state.ifPresent(each -> each.slots()
                .forEach((slot, values) -> values.forEach((path, value) -> slots.put(path + "/" + slot, value))));
        return slots;
    }
}
