using Overread.Dicom;
using Overread.Dicom.Phantoms;
using Overread.Domain.Projects;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.People;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Projects;
using Overread.Server.Features.Protocols;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>
/// Fills an empty installation with a demo team and projects. The images are drawn by the phantom generators and take the
/// same way as anybody's: quarantine, de-identification, gate.
/// </summary>
public sealed class DemoSeed(IServiceProvider services, ulong seed)
{
    private const string Password = "overread-demo";
    private static readonly Actor Demo = new("system", "overread-demo");

    private static readonly (string Name, string Email, string Title, Role[] Roles, bool Administrator)[] Team =
    [
        ("Lea Lindqvist", "lead@demo.example", "lead", [Role.Lead], true),
        ("Ravi Rao", "reader1@demo.example", "reader", [Role.Reader], false),
        ("Marta Molina", "reader2@demo.example", "reader", [Role.Reader], false),
        ("Jonas Jansen", "reader3@demo.example", "reader", [Role.Reader], false),
        ("Aiko Arai", "adjudicator@demo.example", "adjudicator", [Role.Adjudicator], false),
        ("Sam Steward", "steward@demo.example", "steward", [Role.Steward], false),
        ("Ada Audit", "auditor@demo.example", "auditor", [Role.Auditor], false),
    ];

    /// <summary>E-mail, password and role of each demo account that exists.</summary>
    public static IReadOnlyList<(string Email, string Password, string Role)> SignIns(IServiceProvider services) =>
        [.. services.GetRequiredService<DemoSignIns>().SignIns.Select(s => (s.Email, s.Password, s.Role))];

    /// <summary>Seeds where nothing is yet; on a seeded installation it only shows the sign-ins.</summary>
    /// <param name="say">Told what is being done.</param>
    /// <param name="from">A folder of real files to import as well.</param>
    /// <param name="cancel">Ends it early.</param>
    public async Task Run(Action<string> say, string? from, CancellationToken cancel)
    {
        using IServiceScope scope = services.CreateScope();
        Accounts accounts = services.GetRequiredService<Accounts>();
        bool empty = !accounts.Any;
        Dictionary<string, string> ids = [];
        if (empty)
        {
            say("Making the demo team …");
            People people = scope.ServiceProvider.GetRequiredService<People>();
            foreach ((string name, string email, _, _, bool administrator) in Team)
            {
                await people.Register(Demo, name, email, Password, administrator);
            }
        }

        foreach ((_, string email, string title, _, _) in Team)
        {
            if (accounts.FindByEmail(email) is { } account)
            {
                ids[email] = account.Id;
                services.GetRequiredService<DemoSignIns>().SignIns.Add(new(email, Password, title));
            }
        }

        if (empty)
        {
            await ChestCt(ids, say, cancel);
            await Radiographs(ids, say, cancel);
        }

        if (from is not null)
        {
            await Import(ids, from, say, cancel);
        }
    }

    private async Task ChestCt(Dictionary<string, string> ids, Action<string> say, CancellationToken cancel)
    {
        say("Drawing chest CT …");
        string project = await OpenWith(
            ids,
            "Lung nodules on CT",
            "Train and test a detector of lung nodules of 4 mm or more.",
            "lung-nodule"
        );
        List<(string, Action<string>)> files = [];
        for (ulong patient = 0; patient < 3; patient++)
        {
            ChestCtPhantom phantom = new(
                new ChestCtOptions
                {
                    Seed = seed + patient,
                    Size = 320,
                    Slices = 64,
                    Nodules = (int)patient + 1,
                }
            );
            for (int i = 0; i < phantom.SliceCount; i++)
            {
                int slice = i;
                files.Add(
                    ($"{phantom.Identity.FamilyName}/CT/{slice:000}.dcm", path => Write(phantom.Slice(slice), path))
                );
            }
        }

        await Receive(project, "Chest CT", files, approve: true, cancel);
    }

    private async Task Radiographs(Dictionary<string, string> ids, Action<string> say, CancellationToken cancel)
    {
        say("Drawing chest radiographs …");
        string project = await OpenWith(
            ids,
            "Chest radiographs, 14 findings",
            "Reference standard for a chest radiograph classifier.",
            "chexpert-14"
        );
        List<(string, Action<string>)> files = [];
        for (ulong patient = 0; patient < 6; patient++)
        {
            ChestRadiographPhantom phantom = new(seed + 100 + patient, rows: 640, nodules: (int)(patient % 3));
            files.Add(($"{phantom.Identity.FamilyName}/CR/frontal.dcm", path => Write(phantom.Frontal(), path)));
            files.Add(($"{phantom.Identity.FamilyName}/CR/lateral.dcm", path => Write(phantom.Lateral(), path)));
        }

        await Receive(project, "Radiographs, first delivery", files[..8], approve: true, cancel);
        await Receive(project, "Radiographs, second delivery", files[8..], approve: false, cancel);
    }

    private async Task Import(Dictionary<string, string> ids, string from, Action<string> say, CancellationToken cancel)
    {
        if (!Directory.Exists(from))
        {
            throw new DirectoryNotFoundException($"There is no folder {from}.");
        }

        say($"Importing {from} …");
        string project = await OpenWith(ids, "Imported files", "Look at real files in the workbench.", "lung-nodule");
        List<(string, Action<string>)> files =
        [
            .. Directory
                .EnumerateFiles(from, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => (Path.GetRelativePath(from, f), (Action<string>)(path => File.Copy(f, path)))),
        ];
        await Receive(project, Path.GetFileName(Path.GetFullPath(from)), files, approve: false, cancel);
        say("The imported files wait at the gate: sign in as the steward and approve them.");
    }

    private async Task<string> OpenWith(Dictionary<string, string> ids, string name, string purpose, string template)
    {
        IDatabase database = services.GetRequiredService<IDatabase>();
        Accounts accounts = services.GetRequiredService<Accounts>();
        string project = await OpenProject.Open(
            database,
            services.GetRequiredService<ModalityList>(),
            services.GetRequiredService<IEntropy>(),
            Demo,
            ids["lead@demo.example"],
            new(name, purpose, "Invented data: no legal basis is needed.", template)
        );
        foreach ((_, string email, _, Role[] roles, _) in Team)
        {
            await Members.Set(database, accounts, Demo, project, ids[email], roles);
        }

        await EditProtocol.Publish(database, Demo, project);
        return project;
    }

    private async Task Receive(
        string project,
        string name,
        IReadOnlyList<(string Shown, Action<string> Write)> files,
        bool approve,
        CancellationToken cancel
    )
    {
        IDatabase database = services.GetRequiredService<IDatabase>();
        Batches batches = services.GetRequiredService<Batches>();
        JobRunner jobs = services.GetRequiredService<JobRunner>();
        string batch = await database.Write(
            Demo,
            u =>
            {
                string id = u.NewId();
                BatchTable.Add(u, id, project, name);
                return id;
            }
        );
        string raw = batches.Raw(batch);
        Directory.CreateDirectory(raw);
        await Parallel.ForEachAsync(
            files.Select((f, i) => (f.Shown, f.Write, i)),
            cancel,
            (file, _) =>
            {
                string path = Path.Combine(
                    raw,
                    file.i.ToString("000000", System.Globalization.CultureInfo.InvariantCulture)
                );
                file.Write(path);
                File.WriteAllText(path + ".path", file.Shown);
                File.WriteAllText(path + ".done", "");
                return ValueTask.CompletedTask;
            }
        );
        JobView job = await UploadFiles.CloseBatch(database, jobs, batches, Demo, "system", project, batch);
        JobView ended = await jobs.Wait(job.Id, cancel);
        if (ended.State != "done")
        {
            throw new InvalidOperationException($"The demo's intake ended as {ended.State}.");
        }

        if (approve)
        {
            await ApproveTraced(database, project, batch);
            JobView decision = await DecideGate.Start(
                database,
                services.GetRequiredService<ModalityList>(),
                services.GetRequiredService<PatientDesk>(),
                services.GetRequiredService<ClaimDesk>(),
                jobs,
                Demo,
                "system",
                project,
                batch,
                new("approve", null)
            );
            if ((await jobs.Wait(decision.Id, cancel)).State != "done")
            {
                throw new InvalidOperationException("The demo's approval did not end well.");
            }
        }
    }

    // An invented name may be a word that also stands in a description; a steward would open that entry and say so.
    private static Task<bool> ApproveTraced(IDatabase database, string project, string batch) =>
        database.Write(
            Demo,
            u =>
            {
                foreach (string entry in BatchTable.Doubtful(u.Connection, batch))
                {
                    BatchTable.Approve(u.Connection, entry);
                    u.Append(
                        new About(project, "batch/" + batch),
                        new Domain.Intake.EntryDecided(entry, "approve", "Invented data.")
                    );
                }

                return true;
            }
        );

    private static void Write(DicomFile file, string path)
    {
        using (file)
        {
            file.Write(path);
        }
    }
}
