package io.cornu.model;

import io.cornu.layers.BatchNormalization;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.Layer;
import io.cornu.layers.Softmax;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.RecurrentLayer;
import io.cornu.layers.recurrent.TimeDistributed;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operations on masks that a network has in Keras besides its layers, where they are arguments of the layers that
 * use masks. Here masks are passed on without; but the order of Keras' layers depends on them.
 *
 * <p>Source: {@code compute_mask} of Keras' layers, and {@code keras.src.layers.layer.Layer.__call__}, Keras 3.15.
 */
final class KerasMasks {
    private final List<NetworkLayer> layers;
    private final List<Call> calls;
    private final List<Call> added = new ArrayList<>();
    private final List<Optional<Result>> masks = new ArrayList<>();

    private KerasMasks(List<NetworkLayer> layers, List<Call> calls) {
        this.layers = layers;
        this.calls = calls;
    }

    /**
     * The calls of a network with those of the operations on its masks: the same calls in the same places, masks among
     * their inputs, and after them those of operations, each of a layer of its own beyond those of the network.
     */
    static List<Call> added(List<NetworkLayer> layers, List<Call> calls) {
        KerasMasks masks = new KerasMasks(layers, calls);
        List<Call> all = new ArrayList<>();
        for (Call call : calls) {
            all.add(masks.add(call));
        }
        all.addAll(masks.added);
        return all;
    }

    private Call add(Call call) {
        Layer layer = layers.get(call.layer()).layer();
        List<Optional<Result>> given = call.inputs().stream()
                .map(input -> input.output() == 0 ? masks.get(input.call()) : Optional.<Result>empty())
                .toList();
        masks.add(call.inputs().isEmpty() ? Optional.empty() : mask(layer, call.inputs(), given));
        if (layer instanceof Submodel) {
            List<Result> inputs = new ArrayList<>(call.inputs());
            given.forEach(mask -> mask.ifPresent(inputs::add));
            return new Call(call.layer(), call.node(), inputs, call.inputShapes(), call.outputShapes());
        }
        // With several tensors Keras looks for other arguments, which these layers do not have.
        if (given.size() != 1 || given.get(0).isEmpty() || !takesMask(layer)) {
            return call;
        }
        List<Result> inputs = new ArrayList<>(call.inputs());
        inputs.add(given.get(0).get());
        return new Call(call.layer(), call.node(), inputs, call.inputShapes(), call.outputShapes());
    }

    /** Whether the mask of its input is an argument of its call. */
    private static boolean takesMask(Layer layer) {
        return layer instanceof RecurrentLayer
                || layer instanceof Bidirectional
                || layer instanceof TimeDistributed
                || layer instanceof BatchNormalization
                || layer instanceof Softmax
                || layer instanceof GlobalAveragePooling1D;
    }

    private Optional<Result> mask(Layer layer, List<Result> inputs, List<Optional<Result>> given) {
        return switch (MaskRule.of(layer)) {
            case NONE -> Optional.empty();
            case WORDS -> Optional.of(operation(inputs));
            case STEPS -> Optional.of(operation(List.of(operation(inputs))));
            case JOINED -> joined(inputs, given);
            case ANY ->
                given.stream().allMatch(Optional::isPresent)
                        ? given.stream().map(Optional::orElseThrow).reduce((a, b) -> operation(List.of(a, b)))
                        : Optional.empty();
            case COPY -> given.get(0).map(mask -> operation(List.of(mask)));
            case SAME -> given.get(0);
        };
    }

    /** Each mask gets the shape of its input, one where there is none; then they are joined, and reduced. */
    private Optional<Result> joined(List<Result> inputs, List<Optional<Result>> given) {
        if (given.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<Result> spread = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Result zerosOrOnes = operation(List.of(inputs.get(i)));
            spread.add(given.get(i)
                    .map(mask -> operation(List.of(operation(List.of(mask)), zerosOrOnes)))
                    .orElse(zerosOrOnes));
        }
        return Optional.of(operation(List.of(operation(spread))));
    }

    private Result operation(List<Result> inputs) {
        added.add(new Call(layers.size() + added.size(), 0, inputs, List.of(), List.of()));
        return new Result(calls.size() + added.size() - 1, 0);
    }
}
