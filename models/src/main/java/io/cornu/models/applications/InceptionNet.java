package io.cornu.models.applications;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.layers.Activation;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Size2D;
import io.cornu.model.Functional.Node;

/** What the networks of Inception have in common: how they begin, and convolutions with normalization and rectifier. */
final class InceptionNet {
    static final BatchNormalization NORMALIZATION =
            BatchNormalization.of().withAxis(3).withScale(false);

    private InceptionNet() {}

    /** From the image to an eighth of its height and width. */
    static Node begin(Net net) {
        Node x = reducing(net, 32, net.image());
        x = convolved(net, Conv2D.of(32, 3), x);
        x = filtered(net, 64, 3, 3, x);
        x = net.add(MaxPooling2D.of(3).withStrides(2), x);
        x = convolved(net, Conv2D.of(80, 1), x);
        x = convolved(net, Conv2D.of(192, 3), x);
        return net.add(MaxPooling2D.of(3).withStrides(2), x);
    }

    static Node filtered(Net net, int filters, int rows, int columns, Node x) {
        return convolved(net, Conv2D.of(filters, Size2D.of(rows, columns)).withPadding(SAME), x);
    }

    /** To half the height and width. */
    static Node reducing(Net net, int filters, Node x) {
        return convolved(net, Conv2D.of(filters, 3).withStrides(2), x);
    }

    private static Node convolved(Net net, Conv2D convolution, Node x) {
        Node normalized = net.add(NORMALIZATION, net.add(convolution.withUseBias(false), x));
        return net.add(Activation.of(relu()), normalized);
    }
}
