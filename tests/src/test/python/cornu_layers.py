"""Layers of this toolkit that Keras has not: importing this module registers them, so that load_model finds them."""

import keras


@keras.saving.register_keras_serializable(package="cornu")
class RandomizedLeakyReLU(keras.layers.Layer):
    """A leaky rectifier of random slope while training, of the mean slope in inference (Xu et al. 2015)."""

    def __init__(self, lower, upper, **kwargs):
        super().__init__(**kwargs)
        self.lower = lower
        self.upper = upper
        self.supports_masking = True

    def call(self, inputs, training=False):
        slope = (self.lower + self.upper) / 2
        if training and self.lower < self.upper:
            slope = keras.random.uniform(keras.ops.shape(inputs), self.lower, self.upper)
        return keras.ops.relu(inputs) - slope * keras.ops.relu(-inputs)

    def get_config(self):
        return {**super().get_config(), "lower": self.lower, "upper": self.upper}
