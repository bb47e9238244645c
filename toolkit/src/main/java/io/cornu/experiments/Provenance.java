package io.cornu.experiments;

import io.cornu.runtime.Versions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when a report was made, and by which versions.
 *
 * @param time when it was made, ISO 8601 in universal time
 * @param cornu the version of Cornu
 * @param tensorFlowJava the version of TensorFlow Java
 * @param java the version and vendor of Java
 * @param system name, version and architecture of the operating system
 * @param processors how many threads can run at a time, as far as this process is let
 */
public record Provenance(String time, String cornu, String tensorFlowJava, String java, String system, int processors) {
    /**
     * What is true of this process, now. Does not load TensorFlow.
     *
     * @return the provenance
     */
    public static Provenance current() {
        Versions versions = Versions.current();
        return new Provenance(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                versions.cornu(),
                versions.tensorFlowJava(),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
