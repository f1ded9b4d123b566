using Overread.Server.Features.Operations;

namespace Overread.Server.Tests;

/// <summary>When the operations page wants somebody to do something: at each border, on both sides of it.</summary>
public sealed class OperationsAttentionTests
{
    private const string Now = "2026-06-01T12:00:00.000Z";

    // A day ago, a week ago, two months ago: nothing to do.
    private static readonly OperationsView Well = new(
        Now,
        [],
        new("ok", 50L << 30, 100L << 30, 1L << 30, 64 << 20),
        null,
        new(0, [], [], 0),
        new(0, 0, null),
        new("2026-05-31T12:00:00.000Z", "b1", 100, 1000, true, []),
        new("2026-04-01T12:00:00.000Z", "b1", 3.5, []),
        new("2026-05-25T12:00:00.000Z", 100, 0, []),
        new("2026-09-01T12:00:00.000Z", 92),
        new([]),
        new(100, 100, "root"),
        new("0.1.0", ".NET", "Linux", Now, 1),
        new(0, 0),
        [new("w.example", 90, "2026-06-01T11:00:00.000Z", "2026-06-01T11:00:01.000Z", Now, null, null, null)],
        new("2026-06-01T02:00:00.000Z", 10, 300, 0, []),
        new("2026-05-20T12:00:00.000Z", false),
        new(90, "2026-05-20T12:00:00.000Z", false),
        new(30, 19, 30),
        new("2026-06-01T11:00:00.000Z", null)
    );

    private static OperationsView Witnessed(Func<OperationsView.WitnessState, OperationsView.WitnessState> change) =>
        Well with
        {
            Witnesses = [change(Well.Witnesses[0])],
        };

    [Fact]
    public void Where_all_is_well_nothing_is_asked() => Assert.Empty(OperationsAttention.Of(Well));

    [Fact]
    public void Each_concern_is_said_for_its_cause_and_for_no_other()
    {
        (string Code, string Level, OperationsView View)[] cases =
        [
            ("disk.low", "urgent", Well with { Disk = Well.Disk with { State = "low" } }),
            ("disk.full", "urgent", Well with { Disk = Well.Disk with { State = "full" } }),
            ("disk.failing", "urgent", Well with { Disk = Well.Disk with { State = "failing" } }),
            ("witness.rollback", "urgent", Witnessed(w => w with { Objection = "rollback", Seen = 200 })),
            ("witness.fork", "urgent", Witnessed(w => w with { Objection = "fork", Seen = 90, Trouble = "objected" })),
            ("witness.silent", "soon", Witnessed(w => w with { Trouble = "unreachable" })),
            ("witness.silent", "soon", Witnessed(w => w with { Trouble = "unknown", At = null, Time = null })),
            ("witness.clock", "soon", Witnessed(w => w with { Time = "2026-06-01T11:15:01.000Z" })),
            ("share.faults", "urgent", Well with { Share = Well.Share! with { Faults = 1 } }),
            ("emergency.sign-in", "urgent", Well with { SignIn = new("2026-05-25T12:00:01.000Z", true) }),
            ("sign-in.guessing", "urgent", Well with { Guessing = new(30, 20, 20) }),
            ("sign-in.guessing", "urgent", Well with { Guessing = new(60, 1, 60) }),
            ("mail.failing", "soon", Well with { Mail = new(Now, "The mail server could not be reached.") }),
            ("accounts.review", "soon", Well with { Accounts = Well.Accounts with { Due = true } }),
            ("accounts.review", "soon", Well with { Accounts = new(90, null, true) }),
            ("backup.none", "urgent", Well with { Backup = null, Drill = null }),
            ("backup.old", "urgent", Well with { Backup = Well.Backup! with { At = "2026-05-31T09:59:59.000Z" } }),
            ("backup.faults", "urgent", Well with { Backup = Well.Backup! with { Faults = ["x"] } }),
            ("drill.none", "soon", Well with { Drill = null }),
            ("drill.old", "soon", Well with { Drill = Well.Drill! with { At = "2026-02-28T12:00:00.000Z" } }),
            ("drill.faults", "urgent", Well with { Drill = Well.Drill! with { Faults = ["x"] } }),
            ("audit.none", "soon", Well with { Audit = null }),
            ("audit.old", "soon", Well with { Audit = Well.Audit! with { At = "2026-05-01T11:59:59.000Z" } }),
            ("audit.faults", "urgent", Well with { Audit = Well.Audit! with { Faults = 2 } }),
            ("certificate.ends", "soon", Well with { Certificate = new(Now, 20.9) }),
            ("certificate.ends", "urgent", Well with { Certificate = new(Now, 2.9) }),
            ("clock.jumped", "soon", Well with { Clock = new([new("2026-05-31T12:00:01.000Z", Now, Now, 60)]) }),
            ("emergency.running", "urgent", Well with { Emergencies = new(1, 3) }),
            ("emergency.unreviewed", "soon", Well with { Emergencies = new(0, 2) }),
            ("jobs.failed", "soon", Well with { Jobs = new(0, [], [], 1) }),
            ("left.failing", "urgent", Well with { Left = new(3, 1, Now) }),
        ];
        foreach ((string code, string level, OperationsView view) in cases)
        {
            OperationsView.Concern concern = Assert.Single(OperationsAttention.Of(view));
            Assert.Equal((code, level), (concern.Code, concern.Level));
            Assert.EndsWith(".", concern.Title, StringComparison.Ordinal);
            Assert.EndsWith(".", concern.Next, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Just_before_each_border_nothing_is_asked()
    {
        OperationsView[] views =
        [
            Well with
            {
                Backup = Well.Backup! with { At = "2026-05-31T10:00:00.000Z" },
            },
            Well with
            {
                Drill = Well.Drill! with { At = "2026-03-01T12:00:00.000Z" },
            },
            Well with
            {
                Audit = Well.Audit! with { At = "2026-05-01T12:00:00.000Z" },
            },
            Well with
            {
                Certificate = new(Now, 21),
            },
            Well with
            {
                Certificate = null,
            },
            Well with
            {
                Clock = new([new("2026-05-31T12:00:00.000Z", Now, Now, 60)]),
            },
            Well with
            {
                Audit = null,
                Record = new(0, 0, null),
            },
            Well with
            {
                Left = new(3, 0, Now),
            },
        ];
        Assert.All(views, v => Assert.Empty(OperationsAttention.Of(v)));
    }

    [Fact]
    public void What_is_urgent_comes_first()
    {
        OperationsView view = Well with { Audit = null, Left = new(1, 1, Now), Jobs = new(0, [], [], 4) };
        Assert.Equal(["left.failing", "audit.none", "jobs.failed"], OperationsAttention.Of(view).Select(c => c.Code));
    }
}
