"""Twin of deep-gradient-clipping."""

import keras
import numpy as np

import deep

RATE = 0.1


def run(lab):
    data = deep.fashion(lab, 5_000)

    def train(optimizer, cell):
        outcome = deep.classify(
            deep.elu_network(), optimizer(), data, lab.choose(3, 10), cell, [keras.callbacks.TerminateOnNaN()])
        # Cornu ends a training whose loss is not finite, and has no results then.
        if not np.isfinite(outcome["history"]["loss"]).all():
            outcome["results"] = {"test_loss": np.nan, "test_accuracy": np.nan}
        return outcome

    lab.compare("clipping", {
        "no clipping": lambda: keras.optimizers.SGD(RATE),
        "clipvalue 1": lambda: keras.optimizers.SGD(RATE, clipvalue=1.0),
        "clipnorm 1": lambda: keras.optimizers.SGD(RATE, clipnorm=1.0),
        "global_clipnorm 1": lambda: keras.optimizers.SGD(RATE, global_clipnorm=1.0),
    }, train)
