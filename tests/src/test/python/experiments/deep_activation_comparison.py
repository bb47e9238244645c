"""Twin of deep-activation-comparison."""

import keras

import deep

INITIALIZERS = {"SELU": "lecun_normal", "tanh": "glorot_uniform", "logistic": "glorot_uniform"}
ACTIVATIONS = {
    "SELU": "selu",
    "ELU": "elu",
    "leaky ReLU": lambda x: keras.activations.leaky_relu(x, negative_slope=0.01),
    "PReLU": None,
    "ReLU": "relu",
    "tanh": "tanh",
    "logistic": "sigmoid",
}


def network(name):
    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten()])
    for i in range(11):
        model.add(layers.Dense(300 if i == 0 else 100, activation=ACTIVATIONS[name],
                               kernel_initializer=INITIALIZERS.get(name, "he_normal")))
        if name == "PReLU":
            model.add(layers.PReLU())
    model.add(layers.Dense(10, activation="softmax"))
    return model


def run(lab):
    data = deep.fashion(lab, 5_000)

    def train(name, cell):
        return deep.classify(network(name), keras.optimizers.SGD(0.01), data, lab.choose(3, 10), cell)

    lab.compare("activations", {name: name for name in ACTIVATIONS}, train)
