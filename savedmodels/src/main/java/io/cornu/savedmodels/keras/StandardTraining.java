package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.LEARNING_RATE;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;

import io.cornu.optimizers.Adam;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.schedules.LearningRate;
import java.util.List;
import java.util.Map;

/** What models are compiled with: optimizers, schedules, losses and metrics of Keras that this toolkit has. */
final class StandardTraining {
    private StandardTraining() {}

    static OptimizerTable optimizers() {
        return new OptimizerTable(
                        new ClassTable<>("optimizer", "keras.optimizers", List.of(), Map.of(), OptimizerTable::common),
                        Map.of())
                .with(adam(), "momentum", "velocity")
                .with(sgd())
                .with(rmsprop());
    }

    static ClassTable<LearningRate> schedules() {
        return new ClassTable<>(
                "learning rate schedule",
                "keras.optimizers.schedules",
                List.of(),
                Map.of(),
                config -> config.ignore("name"));
    }

    private static KerasCodec<Adam> adam() {
        return KerasCodec.of(Adam.class, () -> Adam.of(.001))
                .option("learning_rate", LEARNING_RATE, Adam::learningRate, Adam::withLearningRate)
                .option("beta_1", NUMBER, Adam::beta1, Adam::withBeta1)
                .option("beta_2", NUMBER, Adam::beta2, Adam::withBeta2)
                .option("epsilon", NUMBER, Adam::epsilon, Adam::withEpsilon)
                .option("amsgrad", FLAG, Adam::amsgrad, Adam::withAmsgrad);
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
}
