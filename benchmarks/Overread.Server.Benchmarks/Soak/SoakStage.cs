using System.Diagnostics;
using System.Globalization;
using System.Text;
using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;
using Overread.Dicom.Phantoms;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>What has to be there before readers begin: accounts, two projects, a study of many slices, sessions.</summary>
internal sealed class SoakStage(Uri server, SoakOptions options) : IDisposable
{
    private const string Password = "a-long-password-1";
    private readonly OverreadClient _lead = new(server, new OverreadClientOptions { Retries = 0 });
    private readonly List<string> _held = [];
    private int _signedIn = -1;

    /// <summary>Administrator, lead and steward in one.</summary>
    public OverreadClient Lead => _lead;

    /// <summary>The project whose items are rows of a list.</summary>
    public string Rows { get; private set; } = "";

    /// <summary>The project with one item that was read: what is released of it is small.</summary>
    public string Small { get; private set; } = "";

    /// <summary>The project whose item is a study of many slices.</summary>
    public string Images { get; private set; } = "";

    /// <summary>Sessions of the readers, as Cookie headers.</summary>
    public List<string> Readers { get; } = [];

    /// <summary>Sessions of the readers of the study.</summary>
    public List<string> Viewers { get; } = [];

    /// <summary>Sessions that are held besides; more come while they are made.</summary>
    public List<string> Held
    {
        get
        {
            lock (_held)
            {
                return [.. _held];
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lead.Dispose();

    /// <summary>Makes all but the held sessions.</summary>
    public async Task Make()
    {
        await _lead.SetUp(
            new()
            {
                Name = "Lead",
                Email = "lead@bench.example",
                Password = Password,
            }
        );
        string self = (await _lead.ShowSession()).Person!.Id;
        Rows = await Project(
            "Rows",
            [
                .. Enumerable
                    .Range(1, 4)
                    .Select(i => new Field
                    {
                        Id = $"finding{i}",
                        Title = $"Finding {i}",
                        Kind = FieldKind.Finding,
                    }),
            ],
            readers: 3
        );
        Images = await Project(
            "Images",
            [
                new()
                {
                    Id = "spot",
                    Title = "Spot",
                    Kind = FieldKind.Boxes,
                },
            ],
            readers: 3
        );
        await MakeSmall();
        await _lead.SetMember(Images, self, new() { Roles = [Role.Lead, Role.Steward] });
        // Three readers an item and about a quarter of a minute for each read: more than anybody gets through.
        int rows = (int)Math.Max(1000, options.Readers * options.Minutes * 3);
        for (int from = 0; from < rows; from += 20_000)
        {
            StringBuilder csv = new("item\n");
            for (int i = from; i < Math.Min(rows, from + 20_000); i++)
            {
                csv.Append(CultureInfo.InvariantCulture, $"case-{i:0000000}\n");
            }

            await _lead.AddReferences(Rows, csv.ToString());
        }

        for (int i = 0; i < options.Readers + 3; i++)
        {
            bool views = i >= options.Readers;
            PersonRow person = await _lead.RegisterPerson(
                new()
                {
                    Name = $"Reader {i}",
                    Email = Mail(i),
                    Password = Password,
                }
            );
            await _lead.SetMember(views ? Images : Rows, person.Id, new() { Roles = [Role.Reader] });
            (views ? Viewers : Readers).Add(await SignIn(i));
        }
    }

    /// <summary>
    /// Signs in again and again, as many browsers of the readers' would, until as many sessions are held as were asked for or the time is
    /// up; called again it goes on.
    /// </summary>
    public async Task HoldSessions(int atOnce, TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, atOnce)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (
                            watch.Elapsed < time
                            && Interlocked.Increment(ref _signedIn) is var i
                            && i < options.Sessions
                        )
                        {
                            string cookie = await SignIn(i % options.Readers);
                            lock (_held)
                            {
                                _held.Add(cookie);
                            }
                        }
                    })
                )
        );
    }

    /// <summary>Has a release made that waits for the authority for a minute and is given up then.</summary>
    public async Task WaitForAuthority(int number, CancellationToken stop)
    {
        JobView job = await _lead.PublishRelease(
            Small,
            new() { Name = "small", Version = $"0.0.{number}" },
            cancel: stop
        );
        try
        {
            await _lead.WaitForJob(job.Id, cancel: stop);
        }
        catch (OverreadProblemException e) when (e.Code == "release.untimed")
        {
            // As it is meant.
        }
    }

    /// <summary>Sends the study and lets it pass the gate.</summary>
    public async Task<double> SendStudy()
    {
        Stopwatch watch = Stopwatch.StartNew();
        ChestCtPhantom phantom = new(new ChestCtOptions { Size = 128, Slices = options.Slices });
        GateOutcome gate = await Send("Study", Enumerable.Range(0, options.Slices).Select(phantom.Slice), 2, _ => { });
        if (gate.Approved != 1)
        {
            throw new InvalidOperationException($"The study did not pass the gate: {gate}");
        }

        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Sends files as one batch and lets them pass; tells of each that was sent.</summary>
    public async Task<GateOutcome> Send(string name, IEnumerable<DicomFile> files, int atOnce, Action<double> sent)
    {
        string batch = (await _lead.OpenBatch(Images, new() { Name = name })).Id;
        await Parallel.ForEachAsync(
            files.Select((file, i) => (file, i)),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (one, stop) =>
            {
                using MemoryStream bytes = new();
                one.file.Write(bytes);
                bytes.Position = 0;
                long start = Stopwatch.GetTimestamp();
                await _lead.UploadFile(Images, batch, $"f{one.i}", $"{one.i}.dcm", bytes, stop);
                sent(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        );
        await _lead.WaitForJob<IntakeResult>(await _lead.CloseBatch(Images, batch));
        foreach (EntryView entry in (await _lead.ShowBatch(Images, batch)).Gate)
        {
            await Dismiss(batch, entry.Id);
        }

        return await _lead.WaitForJob<GateOutcome>(
            await _lead.DecideBatch(Images, batch, new() { Decision = "approve" })
        );
    }

    // Where a number of a slice is also one of the patient's, or noise is taken for a line of text, a person looks and says so.
    private async Task Dismiss(string batch, string entry)
    {
        ImagingEntryDetail detail = (ImagingEntryDetail)await _lead.ShowEntry(Images, batch, entry);
        await _lead.MarkBoxes(
            Images,
            batch,
            entry,
            new()
            {
                Revision = detail.Revision,
                Boxes =
                [
                    .. detail.Boxes.Select(b =>
                        b with
                        {
                            State = "dismissed",
                            Reason = b.OfHeader == true ? "No text." : null,
                        }
                    ),
                ],
            }
        );
        if (detail.Residuals.Count > 0)
        {
            await Keep(batch, entry, detail);
        }

        await _lead.DecideEntry(
            Images,
            batch,
            entry,
            new()
            {
                Decision = "approve",
                Reason = "No text.",
                Seen = new Dictionary<string, IReadOnlyList<int>>(),
            }
        );
    }

    private Task<DecideResidualsSaved> Keep(string batch, string entry, ImagingEntryDetail detail) =>
        _lead.DecideResiduals(
            Images,
            batch,
            entry,
            new()
            {
                Revision = detail.ResidualRevision,
                Choices =
                [
                    .. detail.Residuals.Select(r => new ResidualChoice
                    {
                        Finding = r.Finding,
                        State = "kept",
                        Reason = "A phantom's.",
                    }),
                ],
            }
        );

    private async Task MakeSmall()
    {
        Small = await Project(
            "Small",
            [
                new()
                {
                    Id = "finding",
                    Title = "Finding",
                    Kind = FieldKind.Finding,
                },
            ],
            readers: 1
        );
        await _lead.AddReferences(Small, "item\nonly\n");
        string self = (await _lead.ShowSession()).Person!.Id;
        await _lead.SetMember(Small, self, new() { Roles = [Role.Lead, Role.Reader] });
        Read read = (await _lead.NextRead(Small))!.Read;
        await _lead.AppendReadEvents(
            read.Id,
            new()
            {
                BaseRevision = read.Revision,
                Events =
                [
                    new()
                    {
                        Id = read.Id + "-answer",
                        At = "2026-01-01T00:00:00.000Z",
                        Type = "AnswerGiven",
                        Field = "finding",
                        Answer = new() { State = AnswerState.Present },
                    },
                    new()
                    {
                        Id = read.Id + "-submit",
                        At = "2026-01-01T00:00:00.000Z",
                        Type = "ReadSubmitted",
                        Seconds = 3.0,
                    },
                ],
            }
        );
    }

    private async Task<string> SignIn(int reader)
    {
        using OverreadClient client = new(server, new OverreadClientOptions { Retries = 0 });
        await client.SignIn(new() { Email = Mail(reader), Password = Password });
        return client.Cookie;
    }

    private static string Mail(int reader) => $"r{reader}@bench.example";

    private async Task<string> Project(string name, IReadOnlyList<Field> fields, int readers)
    {
        string project = (
            await _lead.OpenProject(
                new()
                {
                    Name = name,
                    Purpose = "A soak",
                    LegalBasis = "None needed",
                }
            )
        ).Id;
        await _lead.SaveProtocolDraft(
            project,
            new()
            {
                Title = name,
                Fields = fields,
                Guideline = "",
                Policy = new() { Readers = readers },
            }
        );
        await _lead.PublishProtocol(project);
        return project;
    }
}
