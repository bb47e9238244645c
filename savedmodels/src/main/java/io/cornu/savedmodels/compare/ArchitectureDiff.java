package io.cornu.savedmodels.compare;

import io.cornu.model.Architecture;
import io.cornu.savedmodels.compare.LayerMatching.Key;
import io.cornu.savedmodels.keras.ModelOutline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two networks, layer by layer and option by option.
 *
 * <pre>{@code
 * ArchitectureDiff diff = ArchitectureDiff.of(ours.architecture(), theirs.architecture());
 * diff.layers().forEach(change -> log(change.first() + ": " + change.options()));
 * }</pre>
 *
 * <p>Layers are matched by name, and by order where they only have other names. A layer whose inputs only have other
 * names has the same inputs.
 *
 * @param model what differs in the model itself: its class, name and outputs
 * @param layers the layers that differ, those of the first model in its order, then those that were added
 */
public record ArchitectureDiff(List<OptionChange> model, List<LayerChange> layers) {
    /** Copies the lists. */
    public ArchitectureDiff {
        model = List.copyOf(model);
        layers = List.copyOf(layers);
    }

    /**
     * Compares two networks.
     *
     * @param first one
     * @param second the other
     * @return what differs
     * @throws IllegalArgumentException if Keras has none of their classes, which the message names
     */
    public static ArchitectureDiff of(Architecture first, Architecture second) {
        return of(ModelOutline.of(first), ModelOutline.of(second));
    }

    /**
     * Compares two networks of which only the outlines are known. Both should come from the same kind of source: an
     * option at its default stands in files, but not in the outline of a network that was built.
     *
     * @param first one
     * @param second the other
     * @return what differs
     */
    public static ArchitectureDiff of(ModelOutline first, ModelOutline second) {
        int[] places = match(first, second);
        Map<String, String> names = names(first, second, places);
        List<LayerChange> changes = new ArrayList<>();
        boolean[] matched = new boolean[second.layers().size()];
        for (int i = 0; i < places.length; i++) {
            ModelOutline.Layer layer = first.layers().get(i);
            if (places[i] < 0) {
                changes.add(new LayerChange(Optional.of(layer.name()), Optional.empty(), layer.className(), List.of()));
            } else {
                matched[places[i]] = true;
                change(layer, second.layers().get(places[i]), names).ifPresent(changes::add);
            }
        }
        for (int i = 0; i < matched.length; i++) {
            if (!matched[i]) {
                ModelOutline.Layer layer = second.layers().get(i);
                changes.add(new LayerChange(Optional.empty(), Optional.of(layer.name()), layer.className(), List.of()));
            }
        }
        return new ArchitectureDiff(OptionChange.between(own(first, names), own(second, Map.of())), changes);
    }

    /**
     * Whether nothing differs.
     *
     * @return true if both are the same but for the names of layers that no change names
     */
    public boolean isEmpty() {
        return model.isEmpty() && layers.isEmpty();
    }

    /** The layers of the second by the names that they have in the first. */
    static Map<String, String> names(ModelOutline first, ModelOutline second) {
        return names(first, second, match(first, second));
    }

    private static Map<String, String> names(ModelOutline first, ModelOutline second, int[] places) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                names.put(
                        first.layers().get(i).name(),
                        second.layers().get(places[i]).name());
            }
        }
        return names;
    }

    private static int[] match(ModelOutline first, ModelOutline second) {
        return LayerMatching.of(keys(first), keys(second));
    }

    private static List<Key> keys(ModelOutline outline) {
        return outline.layers().stream()
                .map(layer -> new Key(layer.name(), layer.className()))
                .toList();
    }

    private static Optional<LayerChange> change(
            ModelOutline.Layer first, ModelOutline.Layer second, Map<String, String> names) {
        List<OptionChange> options = new ArrayList<>(OptionChange.between(first.options(), second.options()));
        if (!renamed(first.inputs(), names).equals(renamed(second.inputs(), Map.of()))) {
            options.add(new OptionChange("inputs", text(first.inputs()), text(second.inputs())));
        }
        return options.isEmpty() && first.name().equals(second.name())
                ? Optional.empty()
                : Optional.of(new LayerChange(
                        Optional.of(first.name()), Optional.of(second.name()), first.className(), options));
    }

    private static Optional<String> text(List<String> layers) {
        return Optional.of(renamed(layers, Map.of()));
    }

    private static Map<String, String> own(ModelOutline outline, Map<String, String> names) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("class_name", outline.className());
        own.put("name", outline.name());
        own.put("outputs", renamed(outline.outputs(), names));
        return own;
    }

    private static String renamed(List<String> layers, Map<String, String> names) {
        return String.join(
                ", ",
                layers.stream().map(name -> names.getOrDefault(name, name)).toList());
    }
}
