package io.cornu.models.applications;

import static io.cornu.layers.Padding.SAME;
import static io.cornu.models.applications.InceptionNet.filtered;
import static io.cornu.models.applications.InceptionNet.reducing;

import io.cornu.data.ImagePreprocessing;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.Concatenate;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;

/**
 * Branches of filters of several sizes side by side (Szegedy et al. 2015).
 *
 * <p>Images of at least 75 x 75; by default 299 x 299.
 *
 * <p>Source: {@code keras.applications.InceptionV3}, Keras 3.15.
 *
 * @param options classes, size of the images and the like
 */
public record InceptionV3(ApplicationOptions options) implements Application<InceptionV3> {
    /**
     * The network of the paper.
     *
     * @return with Keras' defaults
     */
    public static InceptionV3 of() {
        return new InceptionV3(ApplicationOptions.defaults());
    }

    @Override
    public String kerasName() {
        return "InceptionV3";
    }

    @Override
    public InceptionV3 withOptions(ApplicationOptions other) {
        return new InceptionV3(other);
    }

    @Override
    public int minimumSize() {
        return 75;
    }

    @Override
    public ImagePreprocessing preprocessing() {
        return Preparation.SIGNED;
    }

    @Override
    public Functional architecture() {
        Net net = Net.of(kerasName(), options, 299, minimumSize());
        Node x = InceptionNet.begin(net);
        x = small(net, 0, 32, x);
        x = small(net, 1, 64, x);
        x = small(net, 2, 64, x);
        x = firstReduction(net, x);
        x = crossed(net, 4, 128, x);
        x = crossed(net, 5, 160, x);
        x = crossed(net, 6, 160, x);
        x = crossed(net, 7, 192, x);
        x = secondReduction(net, x);
        x = wide(net, 0, x);
        x = wide(net, 1, x);
        return net.finish(
                "inception_v3",
                options.top() ? net.classes(net.add("avg_pool", GlobalAveragePooling2D.of(), x)) : net.pooled(x));
    }

    private static Node small(Net net, int number, int pooledFilters, Node x) {
        Node one = filtered(net, 64, 1, 1, x);
        Node five = filtered(net, 64, 5, 5, filtered(net, 48, 1, 1, x));
        Node three = filtered(net, 96, 3, 3, filtered(net, 96, 3, 3, filtered(net, 64, 1, 1, x)));
        return net.add("mixed" + number, Concatenate.of(3), one, five, three, pooled(net, pooledFilters, x));
    }

    private static Node firstReduction(Net net, Node x) {
        Node three = reducing(net, 384, x);
        Node twice = reducing(net, 96, filtered(net, 96, 3, 3, filtered(net, 64, 1, 1, x)));
        Node pool = net.add(MaxPooling2D.of(3).withStrides(2), x);
        return net.add("mixed3", Concatenate.of(3), three, twice, pool);
    }

    /** Filters of one row and of one column take turns. */
    private static Node crossed(Net net, int number, int filters, Node x) {
        Node one = filtered(net, 192, 1, 1, x);
        Node seven = filtered(net, filters, 1, 1, x);
        seven = filtered(net, filters, 1, 7, seven);
        seven = filtered(net, 192, 7, 1, seven);
        Node twice = filtered(net, filters, 1, 1, x);
        twice = filtered(net, filters, 7, 1, twice);
        twice = filtered(net, filters, 1, 7, twice);
        twice = filtered(net, filters, 7, 1, twice);
        twice = filtered(net, 192, 1, 7, twice);
        return net.add("mixed" + number, Concatenate.of(3), one, seven, twice, pooled(net, 192, x));
    }

    private static Node secondReduction(Net net, Node x) {
        Node three = reducing(net, 320, filtered(net, 192, 1, 1, x));
        Node seven = filtered(net, 192, 1, 1, x);
        seven = filtered(net, 192, 1, 7, seven);
        seven = reducing(net, 192, filtered(net, 192, 7, 1, seven));
        Node pool = net.add(MaxPooling2D.of(3).withStrides(2), x);
        return net.add("mixed8", Concatenate.of(3), three, seven, pool);
    }

    private static Node wide(Net net, int number, Node x) {
        Node one = filtered(net, 320, 1, 1, x);
        Node three = filtered(net, 384, 1, 1, x);
        three = net.add(
                "mixed9_" + number,
                Concatenate.of(3),
                filtered(net, 384, 1, 3, three),
                filtered(net, 384, 3, 1, three));
        Node twice = filtered(net, 384, 3, 3, filtered(net, 448, 1, 1, x));
        twice = net.add(Concatenate.of(3), filtered(net, 384, 1, 3, twice), filtered(net, 384, 3, 1, twice));
        return net.add("mixed" + (9 + number), Concatenate.of(3), one, three, twice, pooled(net, 192, x));
    }

    private static Node pooled(Net net, int filters, Node x) {
        return filtered(
                net,
                filters,
                1,
                1,
                net.add(AveragePooling2D.of(3).withStrides(1).withPadding(SAME), x));
    }
}
