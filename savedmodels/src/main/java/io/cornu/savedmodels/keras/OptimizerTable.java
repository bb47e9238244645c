package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.optimizers.Adafactor;
import io.cornu.optimizers.Clipping;
import io.cornu.optimizers.ConfigurableOptimizer;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.OptimizerSettings;
import io.cornu.optimizers.WeightAverage;
import io.cornu.optimizers.WeightDecay;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The optimizers that may stand in a file, with what all of them have in common: their settings, and the order of their
 * variables.
 *
 * @param classes the optimizers
 * @param interleaved by class name, the slots that are stored weight by weight; all others are stored slot by slot
 */
record OptimizerTable(ClassTable<Optimizer> classes, Map<String, List<String>> interleaved) {
    static final String LOSS_SCALE = "loss_scale_factor";
    private static final String DECAY = "weight_decay";
    private static final String USE_EMA = "use_ema";
    private static final String EMA_MOMENTUM = "ema_momentum";
    private static final String EMA_FREQUENCY = "ema_overwrite_frequency";
    private static final String ACCUMULATION = "gradient_accumulation_steps";
    /** Keras' default where an average is asked for. */
    private static final double MOMENTUM = .99;

    private static final Map<String, Clipping.Kind> CLIPPINGS = Map.of(
            "clipvalue", Clipping.Kind.VALUE,
            "clipnorm", Clipping.Kind.NORM,
            "global_clipnorm", Clipping.Kind.GLOBAL_NORM);

    static OptimizerTable empty() {
        return new OptimizerTable(
                ClassTable.of(
                        "optimizer",
                        "keras.optimizers",
                        List.of(),
                        Map.of(),
                        // jit_compile belongs to Keras 2 files that Keras 3 wrote again.
                        config -> config.ignore("name", "jit_compile")),
                Map.of());
    }

    OptimizerTable with(KerasCodec<? extends Optimizer> codec, String... slots) {
        Map<String, List<String>> more = new LinkedHashMap<>(interleaved);
        more.put(codec.identifier(), List.of(slots));
        return new OptimizerTable(classes.with(codec), Map.copyOf(more));
    }

    ObjectNode write(Optimizer optimizer, KerasRegistry registry) {
        requireWritable(optimizer, registry);
        if (!(optimizer instanceof ConfigurableOptimizer<?> configurable)) {
            return classes.write(optimizer, optimizer.toString(), registry);
        }
        OptimizerSettings defaults = classes.codecOf(optimizer)
                .map(codec -> codec.defaults(optimizer).settings())
                .orElse(optimizer.settings());
        ObjectNode object = classes.write(configurable.withSettings(defaults), optimizer.toString(), registry);
        write(optimizer.settings(), defaults, (ObjectNode) object.get("config"));
        return object;
    }

    private static void write(OptimizerSettings settings, OptimizerSettings defaults, ObjectNode config) {
        CLIPPINGS.forEach((key, kind) -> {
            if (kind == settings.clipping().kind()) {
                config.put(key, settings.clipping().limit());
            }
        });
        if (settings.weightDecay().rate() != defaults.weightDecay().rate()) {
            config.put(DECAY, settings.weightDecay().rate());
        }
        settings.ema().ifPresent(ema -> {
            config.put(USE_EMA, true).put(EMA_MOMENTUM, ema.momentum());
            if (ema.overwriteFrequency() > 0) {
                config.put(EMA_FREQUENCY, ema.overwriteFrequency());
            }
        });
        if (settings.gradientAccumulationSteps() > 1) {
            config.put(ACCUMULATION, settings.gradientAccumulationSteps());
        }
        if (settings.lossScaleFactor() != 1) {
            config.put(LOSS_SCALE, settings.lossScaleFactor());
        }
    }

    Optimizer read(JsonNode node, Place place) {
        if (!node.path("config").isObject()
                || node.path("class_name").asText().equals(MultiOptimizer.class.getSimpleName())) {
            return classes.read(node, place);
        }
        ObjectNode object = node.deepCopy();
        ObjectNode config = (ObjectNode) object.get("config");
        ObjectNode common = JsonNodeFactory.instance.objectNode();
        List.of(DECAY, USE_EMA, EMA_MOMENTUM, EMA_FREQUENCY, ACCUMULATION, LOSS_SCALE)
                .forEach(key -> move(key, config, common));
        CLIPPINGS.keySet().forEach(key -> move(key, config, common));
        Optimizer plain = classes.read(object, place);
        OptimizerSettings settings;
        try {
            settings = settings(new ConfigObject(place, common), plain.settings());
        } catch (IllegalArgumentException failure) {
            throw place.error(String.valueOf(failure.getMessage()), failure);
        }
        if (plain instanceof ConfigurableOptimizer<?> configurable) {
            return configurable.withSettings(settings);
        }
        if (!settings.equals(settings(new ConfigObject(place, JsonNodeFactory.instance.objectNode()), plain.settings()))
                && !settings.equals(OptimizerSettings.none())) {
            throw place.error("expected no settings besides the optimizer's own, received " + settings
                    + ". Let the optimizer implement ConfigurableOptimizer to allow them.");
        }
        return plain;
    }

    private static void move(String key, ObjectNode from, ObjectNode to) {
        JsonNode value = from.remove(key);
        if (value != null) {
            to.set(key, value);
        }
    }

    private static OptimizerSettings settings(ConfigObject config, OptimizerSettings defaults) {
        Clipping clipping = Clipping.none();
        for (Map.Entry<String, Clipping.Kind> entry : CLIPPINGS.entrySet()) {
            Optional<Double> limit = config.find(entry.getKey(), OptionType.NUMBER);
            if (limit.isPresent()) {
                if (clipping.kind() != Clipping.Kind.NONE || limit.get() <= 0) {
                    throw config.place()
                            .in(entry.getKey())
                            .error("expected one kind of clipping, with a limit above 0, received " + limit.get()
                                    + ".");
                }
                clipping = new Clipping(entry.getValue(), limit.get());
            }
        }
        // Null is a decay of 0, also where the default is another.
        double decay = config.findNullable(DECAY)
                .map(value -> value.isNull()
                        ? 0
                        : OptionType.NUMBER.read(value, config.place().in(DECAY)))
                .orElse(defaults.weightDecay().rate());
        Optional<WeightAverage> ema = config.find(USE_EMA, OptionType.FLAG)
                .filter(isUsed -> isUsed)
                .map(isUsed -> new WeightAverage(
                        config.find(EMA_MOMENTUM, OptionType.NUMBER).orElse(MOMENTUM),
                        config.find(EMA_FREQUENCY, OptionType.INTEGER).orElse(0)));
        return new OptimizerSettings(
                clipping,
                WeightDecay.of(decay),
                ema,
                config.find(ACCUMULATION, OptionType.INTEGER).orElse(1),
                config.find(LOSS_SCALE, OptionType.NUMBER).orElse(1.));
    }

    /**
     * In which order slots are stored: each list is stored weight by weight, one list after the other.
     *
     * @param isOld whether as Keras before 3.10 does
     */
    List<List<String>> groups(Optimizer optimizer, Set<String> slots, boolean isOld) {
        List<String> first = classes.codecOf(optimizer)
                .map(codec -> interleaved.getOrDefault(codec.identifier(), List.of()))
                .orElse(List.of());
        List<List<String>> groups = new ArrayList<>();
        if (!first.isEmpty()) {
            groups.add(first);
        }
        int end = groups.size();
        slots.stream().filter(slot -> !first.contains(slot)).map(List::of).forEach(groups::add);
        if (isOld && hasOldOrder(optimizer)) {
            Collections.rotate(groups, -end);
        }
        return List.copyOf(groups);
    }

    /** Whether Keras before 3.10 stores the number that all weights share before their own. */
    private static boolean hasOldOrder(Optimizer optimizer) {
        return optimizer instanceof Nadam;
    }

    /** Whether Keras stores a number for a slot that a weight lacks. */
    boolean hasPlaceholders(Optimizer optimizer) {
        return optimizer instanceof Adafactor;
    }

    private static void requireWritable(Optimizer optimizer, KerasRegistry registry) {
        LearningRate rate = optimizer.learningRate();
        boolean isWrapper = optimizer instanceof MultiOptimizer || optimizer instanceof LossScaleOptimizer;
        if (!(rate instanceof LearningRate.Constant)
                && !isWrapper
                && registry.schedules().codecOf(rate).isEmpty()) {
            throw new IllegalArgumentException("KerasArchive: expected a learning rate that files can hold, received a"
                    + " function of one's own. Compile with a number or a schedule of Keras before writing, add a codec"
                    + " with KerasRegistry.withSchedule, or write the model without its optimizer.");
        }
    }
}
