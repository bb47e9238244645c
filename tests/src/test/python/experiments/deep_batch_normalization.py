"""Twin of deep-batch-normalization."""

import keras

import deep


def network(place):
    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten()])
    for i in range(11):
        units = 300 if i == 0 else 100
        if place == "before the activation":
            model.add(layers.Dense(units))
            model.add(layers.BatchNormalization())
            model.add(layers.Activation("sigmoid"))
            continue
        if place == "before the layer":
            model.add(layers.BatchNormalization())
        model.add(layers.Dense(units, activation="sigmoid"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


def run(lab):
    data = deep.fashion(lab, 5_000)

    def train(place, cell):
        return deep.classify(network(place), keras.optimizers.SGD(0.01), data, lab.choose(3, 10), cell)

    places = ["none", "before the layer", "before the activation"]
    lab.compare("batch-normalization", {place: place for place in places}, train)
