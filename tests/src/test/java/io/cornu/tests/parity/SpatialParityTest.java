package io.cornu.tests.parity;

import io.cornu.layers.Cropping1D;
import io.cornu.layers.Cropping2D;
import io.cornu.layers.Cropping3D;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Margin;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import io.cornu.layers.UpSampling1D;
import io.cornu.layers.UpSampling2D;
import io.cornu.layers.UpSampling3D;
import io.cornu.layers.ZeroPadding1D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.layers.ZeroPadding3D;
import java.util.ArrayList;
import java.util.List;

/** Cropping, padding and upsampling: sides, factors, interpolations, data formats. */
class SpatialParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        List<Margin> margins = List.of(Margin.of(0), Margin.of(1), Margin.of(2, 0), Margin.of(0, 1));
        for (Margin a : margins) {
            cases.add(sequence("Cropping1D " + a, Cropping1D.of(a)));
            for (DataFormat format : DataFormat.values()) {
                String ending = format.kerasName() + " " + a + " ";
                cases.add(sequence("ZeroPadding1D " + ending, new ZeroPadding1D(a, format)));
                for (Margin b : margins) {
                    cases.add(image("Cropping2D " + ending + b, new Cropping2D(a, b, format)));
                    cases.add(image("ZeroPadding2D " + ending + b, new ZeroPadding2D(a, b, format)));
                    cases.add(volume("Cropping3D " + ending + b, new Cropping3D(b, a, Margin.of(1, 0), format)));
                    cases.add(volume("ZeroPadding3D " + ending + b, new ZeroPadding3D(b, Margin.of(2, 1), a, format)));
                }
            }
        }
        cases.add(sequence("Cropping1D default", Cropping1D.of(1)));
        cases.add(sequence("ZeroPadding1D default", ZeroPadding1D.of(1)));
        cases.add(image("Cropping2D default", Cropping2D.of(0)));
        cases.add(image("ZeroPadding2D default", ZeroPadding2D.of(1)));
        cases.add(volume("Cropping3D default", Cropping3D.of(1)));
        cases.add(volume("ZeroPadding3D default", ZeroPadding3D.of(1)));
        upSampling(cases);
        return cases;
    }

    private static void upSampling(List<LayerCase> cases) {
        for (int size = 1; size <= 3; size++) {
            cases.add(sequence("UpSampling1D " + size, UpSampling1D.of(size)));
        }
        for (DataFormat format : DataFormat.values()) {
            for (Size2D size : List.of(Size2D.square(2), Size2D.of(1, 3), Size2D.of(4, 2))) {
                for (Interpolation interpolation : Interpolation.values()) {
                    cases.add(image(
                            "UpSampling2D " + interpolation + " " + format.kerasName() + " " + size,
                            new UpSampling2D(size, format, interpolation)));
                }
            }
            for (Size3D size : List.of(Size3D.cube(2), Size3D.of(1, 3, 2))) {
                cases.add(volume("UpSampling3D " + format.kerasName() + " " + size, new UpSampling3D(size, format)));
            }
        }
    }
}
