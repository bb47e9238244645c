package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.optimizers.ClippedOptimizer;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.Optimizer;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The optimizers that may stand in a file, with what all of them have in common: clipping, and the order of their
 * variables.
 *
 * @param classes the optimizers
 * @param interleaved by class name, the slots that are stored weight by weight; all others are stored slot by slot
 */
record OptimizerTable(ClassTable<Optimizer> classes, Map<String, List<String>> interleaved) {
    private static final Map<String, Clipping.Kind> CLIPPINGS = Map.of(
            "clipvalue", Clipping.Kind.VALUE,
            "clipnorm", Clipping.Kind.NORM,
            "global_clipnorm", Clipping.Kind.GLOBAL_NORM);

    OptimizerTable with(KerasCodec<? extends Optimizer> codec, String... slots) {
        Map<String, List<String>> more = new LinkedHashMap<>(interleaved);
        more.put(codec.identifier(), List.of(slots));
        return new OptimizerTable(classes.with(codec), Map.copyOf(more));
    }

    /** The options that all optimizers of Keras have and none here. */
    static void common(ConfigObject config) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        config.requireDefault("weight_decay", Set.of());
        config.requireDefault("use_ema", Set.of(json.booleanNode(false)));
        config.requireDefault("loss_scale_factor", Set.of());
        config.requireDefault("gradient_accumulation_steps", Set.of());
        // They mean something with use_ema only; jit_compile belongs to Keras 2 files that Keras 3 wrote again.
        config.ignore("name", "ema_momentum", "ema_overwrite_frequency", "jit_compile");
    }

    ObjectNode write(Optimizer optimizer, KerasRegistry registry) {
        requireWritable(optimizer, registry);
        Clipping clipping = optimizer.clipping();
        Optimizer plain = clipped(optimizer, Clipping.none()).orElse(optimizer);
        ObjectNode object = classes.write(plain, optimizer.toString(), registry);
        CLIPPINGS.forEach((key, kind) -> {
            if (kind == clipping.kind() && object.get("config") instanceof ObjectNode config) {
                config.put(key, clipping.limit());
            }
        });
        return object;
    }

    Optimizer read(JsonNode node, Place place) {
        Clipping clipping = Clipping.none();
        if (!node.path("config").isObject()) {
            return classes.read(node, place);
        }
        ObjectNode object = node.deepCopy();
        for (Map.Entry<String, Clipping.Kind> entry : CLIPPINGS.entrySet()) {
            JsonNode limit = ((ObjectNode) object.get("config")).remove(entry.getKey());
            if (limit != null && !limit.isNull()) {
                Place here = place.in(entry.getKey());
                double value = OptionType.NUMBER.read(limit, here);
                if (clipping.kind() != Clipping.Kind.NONE || value <= 0) {
                    throw here.error("expected one kind of clipping, with a limit above 0, received " + value + ".");
                }
                clipping = new Clipping(entry.getValue(), value);
            }
        }
        Optimizer plain = classes.read(object, place);
        if (clipping.kind() == Clipping.Kind.NONE) {
            return plain;
        }
        Clipping wanted = clipping;
        return clipped(plain, wanted)
                .orElseThrow(() -> place.error("expected no clipping, received " + wanted
                        + ". Let the optimizer implement ClippedOptimizer to allow it."));
    }

    /** In which order the slots are stored: each list is stored weight by weight, one list after the other. */
    List<List<String>> layout(Optimizer optimizer) {
        List<String> first = classes.codecOf(optimizer)
                .map(codec -> interleaved.getOrDefault(codec.identifier(), List.of()))
                .orElse(List.of());
        List<List<String>> layout = new ArrayList<>();
        if (!first.isEmpty()) {
            layout.add(first);
        }
        optimizer.slots().stream()
                .map(Optimizer.Slot::name)
                .filter(slot -> !first.contains(slot))
                .map(List::of)
                .forEach(layout::add);
        return List.copyOf(layout);
    }

    private static void requireWritable(Optimizer optimizer, KerasRegistry registry) {
        LearningRate rate = optimizer.learningRate();
        if (!(rate instanceof LearningRate.Constant)
                && registry.schedules().codecOf(rate).isEmpty()) {
            throw new IllegalArgumentException("KerasArchive: expected a learning rate that files can hold, received a"
                    + " function of one's own. Compile with a number or a schedule of Keras before writing, add a codec"
                    + " with KerasRegistry.withSchedule, or write the model without its optimizer.");
        }
    }

    private static Optional<Optimizer> clipped(Optimizer optimizer, Clipping clipping) {
        return optimizer instanceof ClippedOptimizer<?> able
                ? Optional.of(able.withClipping(clipping))
                : Optional.empty();
    }
}
