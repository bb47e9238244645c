package io.cornu.models.data;

import java.io.IOException;

/** How one data set is found and read. */
interface CatalogSet {
    String name();

    CatalogData load(DataDirectory directory, Downloads downloads) throws IOException;
}
