//! The demonstration: end to end, without an account, and nothing left running.

use ssm_testkit::{Sandbox, workspace};

#[test]
fn the_demo_walks_through_the_page_and_masks_secrets() {
    let mut sandbox = Sandbox::new();
    sandbox.secret("super-secret").secret("='foo'");
    let run = sandbox.program(&workspace().join("docs/demo/demo.sh"), &[]);
    run.success();
    for part in [
        "create 5, update 0, unchanged 0, refused 0",
        "created 5,",
        "unchanged 5,",
        "└── ",
        "masked by this demo",
        "-rw-------",
        "tagged 1",
        "deleted 5",
    ] {
        run.prints(part);
    }
    // The demo waits for its store to end, so its folder of work is gone with it.
    let work = run.stderr.matches("No such file").count();
    assert_eq!(work, 0, "{run}");
}
