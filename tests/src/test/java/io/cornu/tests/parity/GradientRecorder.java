package io.cornu.tests.parity;

import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.UpdateStep;
import io.cornu.schedules.LearningRate;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/** Changes no weight, and keeps the gradient where it can be read. */
record GradientRecorder() implements Optimizer {
    static final String SLOT = "gradient";

    @Override
    public LearningRate learningRate() {
        return LearningRate.constant(0);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros(SLOT));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        step.assignSlot(SLOT, step.gradient());
    }
}
