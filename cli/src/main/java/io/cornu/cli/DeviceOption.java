package io.cornu.cli;

import io.cornu.runtime.Device;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where to compute, for every command that does. */
final class DeviceOption {
    static final String DESCRIPTION = "auto, cpu or gpu:N. Default: auto, the first GPU if TensorFlow sees one;"
            + " gpu:0 if the launcher was given --gpu or CORNU_GPU=1.";

    @Option(names = "--device", paramLabel = "DEVICE", converter = Converter.class, description = DESCRIPTION)
    private Device device = usual();

    static Device usual() {
        return ofEnvironment(System.getenv().getOrDefault("CORNU_GPU", ""));
    }

    Device device() {
        return device;
    }

    /** Who asks for the GPU build wants the GPU, and is told when it is not used. */
    static Device ofEnvironment(String gpu) {
        return gpu.equals("1") ? Device.gpu(0) : Device.automatic();
    }

    static final class Converter implements ITypeConverter<Device> {
        @Override
        public Device convert(String value) {
            try {
                return Device.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
