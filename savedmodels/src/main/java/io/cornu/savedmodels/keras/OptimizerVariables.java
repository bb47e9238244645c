package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5GroupBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an optimizer remembers as the list that Keras keeps, {@code optimizer.variables}, for files other than Keras'
 * own.
 *
 * @param own in Keras' order: the iteration, the learning rate if it is no schedule, the slots
 * @param inner those of the optimizers within it, which {@code own} does not repeat, by their path such as
 *     {@code inner_optimizer}
 */
public record OptimizerVariables(List<Array> own, Map<String, OptimizerVariables> inner) {
    /** Copies the collections. */
    public OptimizerVariables {
        own = List.copyOf(own);
        inner = Map.copyOf(inner);
    }

    /**
     * The variables of a model's optimizer.
     *
     * @param model the model
     * @return the variables; nothing if it was not compiled
     * @throws IllegalArgumentException if other layers were frozen after it was compiled
     */
    public static Optional<OptimizerVariables> of(KerasModel model) {
        return new WeightsWriter(model, KerasRegistry.standard())
                .write()
                .findGroup("optimizer")
                .map(OptimizerVariables::of);
    }

    /**
     * The weights that a model's optimizer changes, in Keras' order.
     *
     * @param model the model
     * @return their paths, as in {@link KerasModel#weights()}
     */
    public static List<String> trained(KerasModel model) {
        return List.copyOf(WeightGroups.trainable(
                        WeightGroups.of(model.architecture(), KerasRegistry.standard()), model.frozenLayers())
                .keySet());
    }

    /**
     * The memory of an optimizer without others in it.
     *
     * @param architecture the network
     * @param compilation what it was compiled with
     * @param frozenLayers the layers that were kept from learning
     * @param weights the network's weights
     * @return what the optimizer remembers
     * @throws IllegalArgumentException if number or shapes of the variables do not fit the optimizer
     */
    public OptimizerState state(
            Architecture architecture, Compilation compilation, Set<String> frozenLayers, Weights weights) {
        Hdf5GroupBuilder vars = Hdf5Group.builder();
        for (int i = 0; i < own.size(); i++) {
            vars.array(Integer.toString(i), own.get(i));
        }
        Hdf5Group root = Hdf5Group.builder()
                .group(
                        "optimizer",
                        Hdf5Group.builder().group("vars", vars.build()).build())
                .build();
        KerasModel model = new KerasModel(
                architecture,
                weights,
                Optional.of(compilation),
                Optional.empty(),
                frozenLayers,
                Optional.of(KerasModel.FORM));
        try {
            return new WeightsReader(
                            architecture, Map.of(), model.dataType(), new Place("", KerasRegistry.standard()), root)
                    .optimizerState(compilation, frozenLayers, weights)
                    .orElseThrow();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static OptimizerVariables of(Hdf5Group group) {
        Map<String, OptimizerVariables> inner = new LinkedHashMap<>();
        group.groups().forEach((name, child) -> {
            if (name.equals("optimizers")) {
                child.groups().forEach((each, optimizer) -> inner.put(name + "/" + each, of(optimizer)));
            } else if (!name.equals("vars")) {
                inner.put(name, of(child));
            }
        });
        Hdf5Group vars = group.findGroup("vars").orElseThrow();
        int repeated = inner.values().stream().mapToInt(each -> each.own.size()).sum();
        List<Array> own = new ArrayList<>();
        for (int i = 0; i < vars.datasets().size() - repeated; i++) {
            own.add(vars.findDataset(Integer.toString(i)).orElseThrow().array());
        }
        return new OptimizerVariables(own, inner);
    }
}
