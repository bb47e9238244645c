"""Twin of deep-augmentation."""

import keras

import deep


def changes():
    layers = keras.layers
    return [layers.RandomTranslation(0.1, 0.1), layers.RandomRotation(0.03), layers.RandomZoom(0.1),
            layers.RandomFlip("horizontal"), layers.RandomContrast((0.5, 0.5), value_range=(0, 1)),
            layers.RandomBrightness(0.1, value_range=(0, 1))]


def network(first):
    layers = keras.layers
    return keras.Sequential([
        layers.Input((28, 28, 1)),
        *first,
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])


def run(lab):
    data = deep.fashion(lab, 2_500)
    data.x, data.y = data.x[:2000], data.y[:2000]

    def train(first, cell):
        return deep.classify(network(first()), keras.optimizers.Adam(0.001), data, lab.choose(8, 60), cell)

    lab.compare("augmentation", {"as they are": list, "augmented": changes}, train)
