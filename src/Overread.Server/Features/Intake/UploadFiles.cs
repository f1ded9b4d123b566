using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Subjects;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>Files arrive in pieces and can be resumed; a closed batch is read, grouped and de-identified by a job.</summary>
internal static class UploadFiles
{
    // Paths hold names: they come in a header, because addresses end up in the logs of every proxy on the way.
    private const string PathHeader = "X-Overread-Path";
    private const int LargestPiece = 8 << 20;

    internal sealed record NewBatch(string Name);

    internal sealed record Held(long Offset, bool Done);

    internal sealed record Added(int Items, int Duplicates)
    {
        /// <summary>Items whose subject their names state; null where none does.</summary>
        public SubjectsByPath? ByPath { get; init; }

        /// <summary>What is unclear about who is who in the project, at most 20; null where nothing is.</summary>
        public IReadOnlyList<SubjectQuestion>? Questions { get; init; }
    }

    /// <summary>Subjects taken from the items' names.</summary>
    /// <param name="Rule">By which rule.</param>
    internal sealed record SubjectsByPath(string Rule, int Items, int Subjects);

    private const int MostQuestions = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/batches", Open)
            .Needs(Action.Receive)
            .Says("open-batch", "Opens a batch that files can be sent to.")
            .TakesRoom()
            .Problems(422, "batch.name")
            .Problems(404, "batch.unknown")
            .Problems(409, "project.closed");
        api.MapGet("/projects/{project}/batches", List)
            .Needs(Action.SeeBatches)
            .Says("list-batches", "Lists the batches, the newest first.");
        api.MapGet("/projects/{project}/batches/{batch}/uploads/{key}", Offset)
            .Needs(Action.Receive)
            .Says("show-upload", "Says how many bytes of a file the server holds.")
            .Problems(404, "batch.unknown")
            .Problems(409, "batch.closed")
            .Problems(422, "upload.key");
        api.MapPatch("/projects/{project}/batches/{batch}/uploads/{key}", Append)
            .Needs(Action.Receive)
            .Says("append-upload", "Adds the next piece of a file. A piece that is held already is not added again.")
            .TakesBytes("application/octet-stream")
            .Problems(404, "batch.unknown")
            .Problems(409, "batch.closed", "upload.offset")
            .Problems(422, "upload.key", "upload.piece", "upload.total")
            .TakesRoom();
        api.MapPost("/projects/{project}/batches/{batch}/close", Close)
            .Needs(Action.Receive)
            .Says("close-batch", "Closes a batch and starts the job that de-identifies it.")
            .TakesRoom()
            .Problems(404, "batch.unknown")
            .Problems(409, "batch.closed", "batch.empty", "project.closed");
        api.MapPost("/projects/{project}/references", References)
            .Accepts<string>("text/csv", "text/plain", "application/json")
            .Needs(Action.Receive)
            .Says("add-references", "Makes items that point elsewhere, from a table with a header.")
            .Problems(409, "project.closed")
            .Problems(422, "references.header", "references.line");
    }

    private static Task<Batches.Batch> Open(string project, NewBatch form, Caller caller, IDatabase database) =>
        database.Write(caller.Actor, u => OpenBatch(u, project, form.Name));

    /// <summary>Makes a batch that files can be sent to.</summary>
    public static Batches.Batch OpenBatch(IUnitOfWork u, string project, string? called)
    {
        ProjectTable.Open(u.Connection, project);
        if (called is not null && !FreeText.IsName(called))
        {
            throw new RefusedException(FreeText.NoName("batch.name", "name"));
        }

        string name = string.IsNullOrWhiteSpace(called)
            ? "Batch of " + Timestamps.Text(u.Now)[..10]
            : called.Trim()[..Math.Min(120, called.Trim().Length)];
        string id = u.NewId();
        u.Connection.Run(
            "INSERT INTO batch(id, project, name, state, files, bytes, refused, duplicates, entries, received) VALUES (@0, @1, @2, 'receiving', 0, 0, 0, 0, 0, @3)",
            id,
            project,
            name,
            Timestamps.Text(u.Now)
        );
        return Batches.Find(u.Connection, project, id);
    }

    private static List<Batches.Batch> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return Batches.Of(read.Connection, project);
    }

    private static Held Offset(string project, string batch, string key, IDatabase database, Batches batches)
    {
        string file = FileOf(project, batch, key, database, batches);
        return new(File.Exists(file) ? new FileInfo(file).Length : 0, File.Exists(file + ".done"));
    }

    private static async Task<Held> Append(
        string project,
        string batch,
        string key,
        long offset,
        long total,
        [FromHeader(Name = PathHeader)] string path,
        IDatabase database,
        Batches batches,
        HttpContext http
    )
    {
        string file = FileOf(project, batch, key, database, batches);
        if (http.Request.ContentLength is > LargestPiece)
        {
            throw new RefusedException(new("upload.piece", "A piece has at most 8 MiB.") { Where = key });
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await Announce(file, path, total, key, http.RequestAborted);
        long length;
        FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        await using (stream)
        {
            if (offset != stream.Length)
            {
                throw new RefusedException(
                    new("upload.offset", "The piece does not follow what is held.", RefusalKind.Conflict)
                    {
                        Facts = new Dictionary<string, object?> { ["offset"] = stream.Length },
                    }
                );
            }

            stream.Position = offset;
            await http.Request.Body.CopyToAsync(stream, http.RequestAborted);
            if (stream.Length > total)
            {
                stream.SetLength(offset);
                throw new RefusedException(new("upload.total", "The file is longer than its total."));
            }

            stream.Flush(flushToDisk: true);
            length = stream.Length;
        }

        if (length == total)
        {
            await File.WriteAllTextAsync(file + ".done", "", http.RequestAborted);
        }

        return new(length, length == total);
    }

    /// <summary>Notes what a file is called and how long it will be, so that one that breaks off can be told of.</summary>
    private static async Task Announce(string file, string path, long total, string key, CancellationToken cancel)
    {
        string said = total.ToString(CultureInfo.InvariantCulture);
        if (!File.Exists(file + ".total"))
        {
            await File.WriteAllTextAsync(file + ".path", Uri.UnescapeDataString(path), cancel);
            await File.WriteAllTextAsync(file + ".total", said, cancel);
        }
        else if (await File.ReadAllTextAsync(file + ".total", cancel) is { } before && before != said)
        {
            throw new RefusedException(
                new("upload.total", $"The file was said to have {before} bytes, and now {said}.")
                {
                    Where = key,
                    Next = "Send it under another key.",
                }
            );
        }
    }

    private static Task<JobView> Close(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        JobRunner jobs,
        Batches batches
    ) => CloseBatch(database, jobs, batches, caller.Actor, caller.Person, project, batch);

    /// <summary>Ends the receiving and starts the job that reads what came.</summary>
    public static async Task<JobView> CloseBatch(
        IDatabase database,
        JobRunner jobs,
        Batches batches,
        Actor actor,
        string person,
        string project,
        string batch
    )
    {
        string raw = batches.Raw(batch);
        int files = Directory.Exists(raw) ? Directory.EnumerateFiles(raw, "*.done").Count() : 0;
        string job = await database.Write(
            actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                if (Batches.Find(u.Connection, project, batch).State != "receiving")
                {
                    throw new RefusedException(
                        new("batch.closed", "The batch is closed already.", RefusalKind.Conflict)
                    );
                }

                if (files == 0)
                {
                    throw new RefusedException(
                        new("batch.empty", "The batch has no complete file.", RefusalKind.Conflict)
                        {
                            Next = "Send files, or reject the batch.",
                        }
                    );
                }

                string id = JobRunner.Add(
                    u,
                    "intake",
                    $"Intake of {files} files",
                    actor,
                    person,
                    project,
                    new JsonObject { ["batch"] = batch }
                );
                u.Connection.Run("UPDATE batch SET state = 'working', job = @1 WHERE id = @0", batch, id);
                return id;
            }
        );
        return jobs.Launch(job);
    }

    private static string FileOf(string project, string batch, string key, IDatabase database, Batches batches)
    {
        if (
            key.Length is 0 or > 200
            || key.StartsWith('.')
            || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        )
        {
            throw new RefusedException(
                new("upload.key", "A key has 1 to 200 letters, digits, '.', '_' and '-'.") { Where = "key" }
            );
        }

        using ReadLease read = database.Read();
        if (Batches.Find(read.Connection, project, batch).State != "receiving")
        {
            throw new RefusedException(new("batch.closed", "The batch is closed already.", RefusalKind.Conflict));
        }

        // Hashed, so that no client can name a file of ours.
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return Path.Combine(batches.Raw(batch), name);
    }

    private static async Task<Added> References(
        string project,
        Caller caller,
        IDatabase database,
        ProjectSubjects subjects,
        HttpContext http
    )
    {
        using StreamReader reader = new(http.Request.Body, Encoding.UTF8);
        string text = await reader.ReadToEndAsync(http.RequestAborted);
        List<ReferenceRow> rows = ReferenceRow.Parse(text);
        Added added = await database.Write(caller.Actor, u => Add(u, project, rows));
        using ReadLease read = database.Read();
        IReadOnlyList<SubjectQuestion> open = subjects.Of(read.Connection, project).Groups.Open;
        return added with { Questions = open.Count == 0 ? null : [.. open.Take(MostQuestions)] };
    }

    /// <summary>Makes items of references: the images stay with their owner, who vouches for them.</summary>
    public static Added Add(IUnitOfWork unit, string project, IReadOnlyList<ReferenceRow> rows)
    {
        ProjectTable.Open(unit.Connection, project);
        HashSet<string> known = [.. ItemTable.TitlesOfKind(unit.Connection, project, "reference")];
        int added = 0;
        int byPath = 0;
        HashSet<string> grouped = [];
        foreach (ReferenceRow row in rows)
        {
            if (!known.Add(row.Item))
            {
                continue;
            }

            string id = unit.NewId();
            string? path = row.Subject is null ? SubjectNames.ByPath(row.Item) : null;
            ItemFacts item = new(id, row.Item, row.Subject ?? path ?? row.Item, "reference", null, [])
            {
                Reference = row.Reference ?? row.Item,
                SubjectFrom =
                    row.Subject is not null ? SubjectSource.Stated
                    : path is not null ? SubjectSource.Path
                    : SubjectSource.Guess,
            };
            if (path is not null)
            {
                grouped.Add(path);
                byPath++;
            }

            unit.Append(new About(project, "item/" + id, id), new ItemReady(item));
            if (row.Traits.Count > 0)
            {
                unit.Append(new About(project, "item/" + id, id), new ItemDescribed(row.Traits));
            }

            added++;
        }

        return new(added, rows.Count - added)
        {
            ByPath = byPath == 0 ? null : new(SubjectNames.Rule, byPath, grouped.Count),
        };
    }
}
