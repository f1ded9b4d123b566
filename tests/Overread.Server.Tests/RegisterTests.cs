using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>The register of people: what is stated, what it gates, and what a release says of it.</summary>
public class RegisterTests
{
    private static Qualifications Radiologist(string? expires) =>
        new()
        {
            Profession = "radiologist",
            Specialty = "thoracic imaging, adults",
            Years = "10-19",
            Licence = new()
            {
                Kind = "full registration, Zebra",
                Country = "DE",
                Expires = expires,
            },
            Conflicts = "Paid lectures for Maker Ltd.",
            Agreements =
            [
                new()
                {
                    Kind = "confidentiality",
                    Signed = "2026-05-01",
                    Version = "v2",
                },
            ],
        };

    [Fact]
    public async Task A_release_says_coarsely_and_by_pseudonym_who_read_and_of_whom_nothing_is_stated()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        await server.References(project, 2);
        (OverreadClient ann, string annId) = await server.Person(project, "ann", "reader");
        (OverreadClient bob, _) = await server.Person(project, "bob", "reader");
        await server.Admin.SetRegister(project, annId, Radiologist("2999-01-01"));
        foreach (OverreadClient reader in (OverreadClient[])[ann, bob])
        {
            while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }
        }

        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        string table = bundle.Text("people/annotators.csv");
        Assert.Contains(
            ",radiologist,\"thoracic imaging, adults\",10-19,valid,declared,confidentiality",
            table,
            StringComparison.Ordinal
        );
        Assert.Contains(",,,,,,", table, StringComparison.Ordinal);
        string said =
            "Of 2 readers the project states the profession of 1, years of work of 1, a licence that holds of 1 and one that has ended of 0; 0 declare no conflict of interest, 1 declare one, 1 say nothing; 1 have signed agreements.";
        Assert.Contains(said, bundle.Text("fda/reference-standard.md"), StringComparison.Ordinal);
        Assert.Contains(said, bundle.Text("datasheet.md"), StringComparison.Ordinal);
        // What would tell who it is, or is nobody's business outside, stays.
        Assert.Empty(bundle.FilesWith("Zebra"));
        Assert.Empty(bundle.FilesWith("Maker Ltd"));
        Assert.Empty(bundle.FilesWith(annId + "\",\"stated"));
    }

    [Fact]
    public async Task Whose_licence_has_ended_is_handed_nothing_more_and_may_submit_what_they_hold()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await server.Project(1);
        await server.References(project, 3);
        (OverreadClient ann, string id) = await server.Person(project, "ann", "reader");
        string today = clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await server.Admin.SetRegister(project, id, Radiologist(today));
        WorkView held = (await ann.NextRead(project))!;
        clock.Pass(24 * 3600);
        await ann.SignIn("ann@test.example");
        await ann.Append(
            held.Read.Id,
            held.Read.Revision,
            ReadEvents.Answered("answer-0001", "nodule", "present"),
            ReadEvents.Submitted("submit-0001")
        );
        await Signer.Refused("work.licence-expired", () => ann.NextRead(project));
        OverreadClient lead = server.Client();
        await lead.SignIn("admin@test.example");
        await lead.SetRegister(project, id, Radiologist(null));
        Assert.NotNull(await ann.NextRead(project));
    }

    [Fact]
    public async Task What_cannot_stand_in_the_register_is_refused_and_readers_do_not_see_it()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient ann, string id) = await server.Person(project, "ann", "reader");
        Qualifications good = Radiologist(null);
        foreach (
            Qualifications bad in (Qualifications[])
                [
                    good with
                    {
                        Years = "12",
                    },
                    good with
                    {
                        Profession = new string('x', 101),
                    },
                    good with
                    {
                        Licence = good.Licence! with { Country = "Germany" },
                    },
                    good with
                    {
                        Agreements = [good.Agreements[0] with { Kind = " " }],
                    },
                    good with
                    {
                        Conflicts = new string('x', 4001),
                    },
                ]
        )
        {
            await Signer.Refused("register.form", () => server.Admin.SetRegister(project, id, bad));
        }

        await Signer.Refused("member.unknown", () => server.Admin.SetRegister(project, "nobody", good));
        await Signer.Refused("access.role", () => ann.ListRegister(project));
        await server.Admin.SetRegister(project, id, good);
        RegisterRow row = (await server.Admin.ListRegister(project)).Single(r => r.Person == id);
        Assert.Equal(("radiologist", "10-19"), (row.Stated!.Profession, row.Stated.Years));
    }
}
