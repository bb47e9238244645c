package io.cornu.cli;

import com.sun.management.OperatingSystemMXBean;
import io.cornu.runtime.DeviceInfo;
import io.cornu.runtime.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;

/**
 * The machine that a command runs on, as far as it can be told without TensorFlow.
 *
 * @param operatingSystem name, version and architecture
 * @param java version and vendor
 * @param processor the model's name
 * @param cores how many threads can run at a time, as far as this process is let
 * @param processorFeatures the vector and matrix instructions that TensorFlow makes use of; empty where unknown
 * @param memoryBytes the memory of the machine or of the container
 * @param availableMemoryBytes how much of it is free or can be freed
 * @param javaHeapBytes how much of it Java's own objects may take; tensors lie outside
 */
record Machine(
        String operatingSystem,
        String java,
        String processor,
        int cores,
        List<String> processorFeatures,
        long memoryBytes,
        long availableMemoryBytes,
        long javaHeapBytes) {
    private static final List<String> INTERESTING = List.of(
            "avx",
            "avx2",
            "fma",
            "avx_vnni",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_tile",
            "amx_int8",
            "amx_bf16",
            "asimd",
            "asimddp",
            "i8mm",
            "bf16",
            "sve");

    /** What a run's report says of where it ran. */
    static RunReport.Environment environment(DeviceInfo device) {
        Machine machine = current();
        return new RunReport.Environment(
                device.shortName(),
                machine.cores(),
                Versions.current().cornu(),
                TensorFlow.version(),
                machine.java(),
                machine.operatingSystem());
    }

    static Machine current() {
        List<String> cpu = lines(Path.of("/proc/cpuinfo"));
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                value(cpu, "model name", "unknown"),
                Runtime.getRuntime().availableProcessors(),
                features(cpu),
                system.getTotalMemorySize(),
                available(lines(Path.of("/proc/meminfo")), system.getFreeMemorySize()),
                Runtime.getRuntime().maxMemory());
    }

    /** TensorFlow's x86 builds stop the whole process on a processor without AVX. */
    boolean lacksAvx() {
        boolean x86 = operatingSystem.endsWith(" amd64") || operatingSystem.endsWith(" x86_64");
        return x86 && operatingSystem.startsWith("Linux") && !processorFeatures.contains("avx");
    }

    static List<String> features(List<String> cpuinfo) {
        String flags = value(cpuinfo, "flags", value(cpuinfo, "Features", ""));
        List<String> present = List.of(flags.split(" ", -1));
        return INTERESTING.stream().filter(present::contains).toList();
    }

    static long available(List<String> meminfo, long otherwise) {
        String text = value(meminfo, "MemAvailable", "");
        return text.matches("\\d{1,15} kB") ? Long.parseLong(text.substring(0, text.length() - 3)) * 1024 : otherwise;
    }

    private static String value(List<String> lines, String key, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    /** Not there on macOS, and cut off in some sandboxes: then nothing is known. */
    private static List<String> lines(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.limit(100).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
