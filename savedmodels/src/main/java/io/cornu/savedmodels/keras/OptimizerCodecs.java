package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.LEARNING_RATE;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.OPTIMIZER;
import static io.cornu.savedmodels.keras.OptionType.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.optimizers.Adadelta;
import io.cornu.optimizers.Adafactor;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.AdamW;
import io.cornu.optimizers.Adamax;
import io.cornu.optimizers.Ftrl;
import io.cornu.optimizers.Lamb;
import io.cornu.optimizers.Lion;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.Muon;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.ScheduleFreeAdamW;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The optimizers of Keras, with the order in which it stores their variables. */
final class OptimizerCodecs {
    /** A rate that Keras lets be null, for 0. */
    private static final OptionType<Double> NULLABLE =
            OptionType.of(NUMBER::write, (node, place) -> node.isNull() ? 0 : NUMBER.read(node, place));

    private static final OptionType<OptionalDouble> OPTIONAL = OptionType.of(
            (value, registry) -> value.isPresent()
                    ? JsonNodeFactory.instance.numberNode(value.getAsDouble())
                    : JsonNodeFactory.instance.nullNode(),
            (node, place) -> node.isNull() ? OptionalDouble.empty() : OptionalDouble.of(NUMBER.read(node, place)));

    private OptimizerCodecs() {}

    static OptimizerTable table() {
        return OptimizerTable.empty()
                .with(later(SGD.class, OptimizerCodecs::sgd))
                .with(later(RMSprop.class, OptimizerCodecs::rmsprop))
                .with(later(Adam.class, OptimizerCodecs::adam), "momentum", "velocity")
                .with(later(AdamW.class, OptimizerCodecs::adamW), "momentum", "velocity")
                .with(later(Adamax.class, OptimizerCodecs::adamax), "momentum", "norm")
                .with(later(Nadam.class, OptimizerCodecs::nadam), "momentum", "velocity")
                .with(later(Adagrad.class, OptimizerCodecs::adagrad))
                .with(later(Adadelta.class, OptimizerCodecs::adadelta), "accumulated_grad", "accumulated_delta_var")
                .with(later(Adafactor.class, OptimizerCodecs::adafactor), "r", "c", "velocity")
                .with(later(Ftrl.class, OptimizerCodecs::ftrl), "accumulator", "linear")
                .with(later(Lamb.class, OptimizerCodecs::lamb), "momentum", "velocity")
                .with(later(Lion.class, OptimizerCodecs::lion))
                .with(later(ScheduleFreeAdamW.class, OptimizerCodecs::scheduleFreeAdamW), "momentum", "velocity")
                .with(later(Muon.class, OptimizerCodecs::muon), "momentum", "velocity")
                .with(later(LossScaleOptimizer.class, OptimizerCodecs::lossScaleOptimizer))
                .with(later(MultiOptimizer.class, OptimizerCodecs::multiOptimizer));
    }

    private static KerasCodec<SGD> sgd() {
        return KerasCodec.of(SGD.class, () -> SGD.of(.01))
                .option("learning_rate", LEARNING_RATE, SGD::learningRate, SGD::withLearningRate)
                .option("momentum", NUMBER, SGD::momentum, SGD::withMomentum)
                .option("nesterov", FLAG, SGD::nesterov, SGD::withNesterov);
    }

    private static KerasCodec<RMSprop> rmsprop() {
        return KerasCodec.of(RMSprop.class, () -> RMSprop.of(.001))
                .option("learning_rate", LEARNING_RATE, RMSprop::learningRate, RMSprop::withLearningRate)
                .option("rho", NUMBER, RMSprop::rho, RMSprop::withRho)
                .option("momentum", NUMBER, RMSprop::momentum, RMSprop::withMomentum)
                .option("epsilon", NUMBER, RMSprop::epsilon, RMSprop::withEpsilon)
                .option("centered", FLAG, RMSprop::centered, RMSprop::withCentered);
    }

    private static KerasCodec<Adam> adam() {
        return KerasCodec.of(Adam.class, () -> Adam.of(.001))
                .option("learning_rate", LEARNING_RATE, Adam::learningRate, Adam::withLearningRate)
                .option("beta_1", NUMBER, Adam::beta1, Adam::withBeta1)
                .option("beta_2", NUMBER, Adam::beta2, Adam::withBeta2)
                .option("epsilon", NUMBER, Adam::epsilon, Adam::withEpsilon)
                .option("amsgrad", FLAG, Adam::amsgrad, Adam::withAmsgrad);
    }

    private static KerasCodec<AdamW> adamW() {
        return KerasCodec.of(AdamW.class, () -> AdamW.of(.001))
                .option("learning_rate", LEARNING_RATE, AdamW::learningRate, AdamW::withLearningRate)
                .option("beta_1", NUMBER, AdamW::beta1, AdamW::withBeta1)
                .option("beta_2", NUMBER, AdamW::beta2, AdamW::withBeta2)
                .option("epsilon", NUMBER, AdamW::epsilon, AdamW::withEpsilon)
                .option("amsgrad", FLAG, AdamW::amsgrad, AdamW::withAmsgrad);
    }

    private static KerasCodec<Adamax> adamax() {
        return KerasCodec.of(Adamax.class, () -> Adamax.of(.001))
                .option("learning_rate", LEARNING_RATE, Adamax::learningRate, Adamax::withLearningRate)
                .option("beta_1", NUMBER, Adamax::beta1, Adamax::withBeta1)
                .option("beta_2", NUMBER, Adamax::beta2, Adamax::withBeta2)
                .option("epsilon", NUMBER, Adamax::epsilon, Adamax::withEpsilon);
    }

    private static KerasCodec<Nadam> nadam() {
        return KerasCodec.of(Nadam.class, () -> Nadam.of(.001))
                .option("learning_rate", LEARNING_RATE, Nadam::learningRate, Nadam::withLearningRate)
                .option("beta_1", NUMBER, Nadam::beta1, Nadam::withBeta1)
                .option("beta_2", NUMBER, Nadam::beta2, Nadam::withBeta2)
                .option("epsilon", NUMBER, Nadam::epsilon, Nadam::withEpsilon);
    }

    private static KerasCodec<Adagrad> adagrad() {
        return KerasCodec.of(Adagrad.class, () -> Adagrad.of(.001))
                .option("learning_rate", LEARNING_RATE, Adagrad::learningRate, Adagrad::withLearningRate)
                .option(
                        "initial_accumulator_value",
                        NUMBER,
                        Adagrad::initialAccumulatorValue,
                        Adagrad::withInitialAccumulatorValue)
                .option("epsilon", NUMBER, Adagrad::epsilon, Adagrad::withEpsilon);
    }

    private static KerasCodec<Adadelta> adadelta() {
        return KerasCodec.of(Adadelta.class, () -> Adadelta.of(.001))
                .option("learning_rate", LEARNING_RATE, Adadelta::learningRate, Adadelta::withLearningRate)
                .option("rho", NUMBER, Adadelta::rho, Adadelta::withRho)
                .option("epsilon", NUMBER, Adadelta::epsilon, Adadelta::withEpsilon);
    }

    private static KerasCodec<Adafactor> adafactor() {
        return KerasCodec.of(Adafactor.class, () -> Adafactor.of(.001))
                .option("learning_rate", LEARNING_RATE, Adafactor::learningRate, Adafactor::withLearningRate)
                .option("beta_2_decay", NUMBER, Adafactor::beta2Decay, Adafactor::withBeta2Decay)
                .option("epsilon_1", NUMBER, Adafactor::epsilon1, Adafactor::withEpsilon1)
                .option("epsilon_2", NUMBER, Adafactor::epsilon2, Adafactor::withEpsilon2)
                .option("clip_threshold", NUMBER, Adafactor::clipThreshold, Adafactor::withClipThreshold)
                .option("relative_step", FLAG, Adafactor::relativeStep, Adafactor::withRelativeStep);
    }

    private static KerasCodec<Ftrl> ftrl() {
        return KerasCodec.of(Ftrl.class, () -> Ftrl.of(.001))
                .option("learning_rate", LEARNING_RATE, Ftrl::learningRate, Ftrl::withLearningRate)
                .option("learning_rate_power", NUMBER, Ftrl::learningRatePower, Ftrl::withLearningRatePower)
                .option(
                        "initial_accumulator_value",
                        NUMBER,
                        Ftrl::initialAccumulatorValue,
                        Ftrl::withInitialAccumulatorValue)
                .option(
                        "l1_regularization_strength",
                        NUMBER,
                        Ftrl::l1RegularizationStrength,
                        Ftrl::withL1RegularizationStrength)
                .option(
                        "l2_regularization_strength",
                        NUMBER,
                        Ftrl::l2RegularizationStrength,
                        Ftrl::withL2RegularizationStrength)
                .option(
                        "l2_shrinkage_regularization_strength",
                        NUMBER,
                        Ftrl::l2ShrinkageRegularizationStrength,
                        Ftrl::withL2ShrinkageRegularizationStrength)
                .option("beta", NUMBER, Ftrl::beta, Ftrl::withBeta);
    }

    private static KerasCodec<Lamb> lamb() {
        return KerasCodec.of(Lamb.class, () -> Lamb.of(.001))
                .option("learning_rate", LEARNING_RATE, Lamb::learningRate, Lamb::withLearningRate)
                .option("beta_1", NUMBER, Lamb::beta1, Lamb::withBeta1)
                .option("beta_2", NUMBER, Lamb::beta2, Lamb::withBeta2)
                .option("epsilon", NUMBER, Lamb::epsilon, Lamb::withEpsilon);
    }

    private static KerasCodec<Lion> lion() {
        return KerasCodec.of(Lion.class, () -> Lion.of(.001))
                .option("learning_rate", LEARNING_RATE, Lion::learningRate, Lion::withLearningRate)
                .option("beta_1", NUMBER, Lion::beta1, Lion::withBeta1)
                .option("beta_2", NUMBER, Lion::beta2, Lion::withBeta2);
    }

    private static KerasCodec<ScheduleFreeAdamW> scheduleFreeAdamW() {
        return KerasCodec.of(ScheduleFreeAdamW.class, () -> ScheduleFreeAdamW.of(.0025))
                .option(
                        "learning_rate",
                        LEARNING_RATE,
                        ScheduleFreeAdamW::learningRate,
                        ScheduleFreeAdamW::withLearningRate)
                .option("beta_1", NUMBER, ScheduleFreeAdamW::beta1, ScheduleFreeAdamW::withBeta1)
                .option("beta_2", NUMBER, ScheduleFreeAdamW::beta2, ScheduleFreeAdamW::withBeta2)
                .option("epsilon", NUMBER, ScheduleFreeAdamW::epsilon, ScheduleFreeAdamW::withEpsilon)
                .option("warmup_steps", INTEGER, ScheduleFreeAdamW::warmupSteps, ScheduleFreeAdamW::withWarmupSteps);
    }

    private static KerasCodec<Muon> muon() {
        return KerasCodec.of(Muon.class, () -> Muon.of(.001))
                .option("learning_rate", LEARNING_RATE, Muon::learningRate, Muon::withLearningRate)
                .option("adam_beta_1", NUMBER, Muon::adamBeta1, Muon::withAdamBeta1)
                .option("adam_beta_2", NUMBER, Muon::adamBeta2, Muon::withAdamBeta2)
                .nullableOption("adam_weight_decay", NULLABLE, Muon::adamWeightDecay, Muon::withAdamWeightDecay)
                .option("epsilon", NUMBER, Muon::epsilon, Muon::withEpsilon)
                .option("exclude_layers", OptionType.listOf(TEXT), Muon::excludeLayers, Muon::withExcludeLayers)
                .option("exclude_embeddings", FLAG, Muon::excludeEmbeddings, Muon::withExcludeEmbeddings)
                .option("muon_a", NUMBER, Muon::muonA, Muon::withMuonA)
                .option("muon_b", NUMBER, Muon::muonB, Muon::withMuonB)
                .option("muon_c", NUMBER, Muon::muonC, Muon::withMuonC)
                .option("adam_lr_ratio", NUMBER, Muon::adamLearningRateRatio, Muon::withAdamLearningRateRatio)
                .option("momentum", NUMBER, Muon::momentum, Muon::withMomentum)
                .option("ns_steps", INTEGER, Muon::newtonSchulzSteps, Muon::withNewtonSchulzSteps)
                .option("nesterov", FLAG, Muon::nesterov, Muon::withNesterov)
                .nullableOption("rms_rate", OPTIONAL, Muon::rmsRate, Muon::withRmsRate);
    }

    private static KerasCodec<LossScaleOptimizer> lossScaleOptimizer() {
        return KerasCodec.of(
                        LossScaleOptimizer.class,
                        required("inner_optimizer", OPTIMIZER, LossScaleOptimizer::inner),
                        LossScaleOptimizer::of)
                .option("initial_scale", NUMBER, LossScaleOptimizer::initialScale, LossScaleOptimizer::withInitialScale)
                .option(
                        "dynamic_growth_steps",
                        INTEGER,
                        LossScaleOptimizer::dynamicGrowthSteps,
                        LossScaleOptimizer::withDynamicGrowthSteps);
    }

    private static KerasCodec<MultiOptimizer> multiOptimizer() {
        return KerasCodec.of(
                        MultiOptimizer.class,
                        required(
                                "optimizer_map",
                                OptionType.of(OptimizerCodecs::writeMap, OptimizerCodecs::readMap),
                                multi -> multi.withLossScaleFactor(1)),
                        multi -> multi)
                .option(
                        OptimizerTable.LOSS_SCALE,
                        NUMBER,
                        MultiOptimizer::lossScaleFactor,
                        MultiOptimizer::withLossScaleFactor);
    }

    private static JsonNode writeMap(MultiOptimizer multi, KerasRegistry registry) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.set("default_optimizer", OPTIMIZER.write(multi.defaultOptimizer(), registry));
        ObjectNode map = config.putObject("optimizer_map");
        multi.byPattern().forEach((pattern, each) -> map.set(pattern, OPTIMIZER.write(each, registry)));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("module", "keras.optimizers").put("class_name", "OptimizerMap");
        object.set("config", config);
        object.putNull("registered_name");
        return object;
    }

    private static MultiOptimizer readMap(JsonNode node, Place place) {
        ConfigObject object = new ConfigObject(place, node);
        if (!object.text("class_name").equals("OptimizerMap")) {
            throw place.error("expected an OptimizerMap, received " + Place.shortened(object.text("class_name"))
                    + ". Functions cannot be read; list the patterns in an OptimizerMap.");
        }
        ConfigObject config = object.object("config");
        JsonNode map = config.get("optimizer_map");
        if (!map.isObject()) {
            throw place.expected("optimizers by pattern", map);
        }
        Map<String, Optimizer> byPattern = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            Place here = place.in(Place.shortened(entry.getKey()));
            byPattern.put(entry.getKey(), OPTIMIZER.read(entry.getValue(), here));
        }
        Optimizer standard = OPTIMIZER.read(config.get("default_optimizer"), place.in("default_optimizer"));
        return new MultiOptimizer(standard, byPattern, 1);
    }
}
