package io.cornu.layers.attention;

import io.cornu.constraints.Constraint;
import io.cornu.initializers.Initializer;
import io.cornu.layers.EinsumDense;
import io.cornu.regularizers.Regularizer;

/** The options that an attention layer passes on to the dense layers within it. */
record ProjectionOptions(
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint) {
    EinsumDense applyTo(EinsumDense dense, String biasAxes) {
        return dense.withBiasAxes(useBias ? biasAxes : "")
                .withKernelInitializer(kernelInitializer)
                .withBiasInitializer(biasInitializer)
                .withKernelRegularizer(kernelRegularizer)
                .withBiasRegularizer(biasRegularizer)
                .withActivityRegularizer(activityRegularizer)
                .withKernelConstraint(kernelConstraint)
                .withBiasConstraint(biasConstraint);
    }
}
