package io.sluice.app.doctor;

import java.util.List;

/**
 * A look at one backend. Blocks; changes nothing that lasts. What it throws is a failure of the
 * backend, and told as one.
 */
interface Examination {
    /** The backend's word. */
    String subject();

    /** What to do if nothing can be found out at all. */
    String remedy();

    List<Finding> examine() throws Exception;
}
