using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Overread.Dicom;
using Overread.Dicom.Json;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Role = Overread.Domain.Projects.Role;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>
/// The headers of everything that passed the gate, so that searching opens no file. Not part of the record: it is made of
/// the blobs, and made again where rows are missing.
/// </summary>
internal sealed class DicomIndex(IDatabase database, InstanceBytes bytes)
{
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS dicom_instance(
                file TEXT PRIMARY KEY, project TEXT NOT NULL, item TEXT NOT NULL, ordinal INTEGER NOT NULL, hash TEXT NOT NULL,
                frames INTEGER NOT NULL, study TEXT NOT NULL, series TEXT NOT NULL, sop TEXT NOT NULL, syntax TEXT NOT NULL,
                patient TEXT NOT NULL, modality TEXT NOT NULL, series_number INTEGER NOT NULL, instance_number INTEGER NOT NULL,
                header TEXT NOT NULL){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS dicom_study ON dicom_instance(project, study, series, sop);
            CREATE INDEX IF NOT EXISTS dicom_patient ON dicom_instance(project, patient);

            """;

    /// <summary>Stands in stored headers for the address of the instance; put in when they are answered.</summary>
    public const string BulkPrefix = "overread-bulk:";

    private const int AtOnce = 200;
    private readonly ConcurrentDictionary<string, long> _filled = new();

    /// <summary>Reads headers that are not in the index yet: those that passed the gate since the last time.</summary>
    public async Task Fill(string project)
    {
        long files;
        using (ReadLease read = database.Read())
        {
            files = ItemTable.Files(read.Connection, project);
        }

        if (_filled.GetValueOrDefault(project) >= files)
        {
            return;
        }

        while (true)
        {
            List<(string File, string Item, long Ordinal, string Hash)> missing;
            using (ReadLease read = database.Read())
            {
                missing = ItemTable.FilesOf(
                    read.Connection,
                    project,
                    "application/dicom",
                    file => $"EXISTS (SELECT 1 FROM dicom_instance d WHERE d.file = {file})",
                    AtOnce
                );
            }

            if (missing.Count == 0)
            {
                _filled[project] = files;
                return;
            }

            List<DicomRow> rows = [.. missing.Select(m => Read(m.File, m.Item, m.Ordinal, m.Hash))];
            await database.Write(
                Actor.System,
                u =>
                {
                    foreach (DicomRow row in rows)
                    {
                        Insert(u.Connection, project, row);
                    }

                    return true;
                }
            );
        }
    }

    /// <summary>Takes items out of the index.</summary>
    public static void Forget(DbConnection c, IReadOnlyList<string> items)
    {
        foreach (string item in items)
        {
            c.Run("DELETE FROM dicom_instance WHERE item = @0", item);
        }
    }

    private DicomRow Read(string id, string item, long ordinal, string hash)
    {
        using DicomFile file = DicomFile.Read(bytes.Open(hash));
        Dataset d = file.Dataset;
        return new(
            id,
            item,
            ordinal,
            hash,
            Math.Max(1, d.GetInt(Tags.NumberOfFrames) ?? 1),
            d.GetText(Tags.StudyInstanceUid) ?? "",
            d.GetText(Tags.SeriesInstanceUid) ?? "",
            file.SopInstanceUid,
            file.TransferSyntax.Uid,
            d.GetText(Tags.PatientId) ?? "",
            d.GetText(Tags.Modality) ?? "",
            d.GetInt(Tags.SeriesNumber) ?? 0,
            d.GetInt(new Tag(0x00200013)) ?? 0,
            HeaderText(d)
        );
    }

    private static string HeaderText(Dataset dataset)
    {
        using MemoryStream stream = new();
        using (System.Text.Json.Utf8JsonWriter writer = new(stream))
        {
            DicomJson.Write(dataset, writer, e => BulkAddress(dataset, e));
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    // Large values inside sequences have no address of their own here and are left out.
    private static string? BulkAddress(Dataset root, Element element) =>
        root.TryGet(element.Tag, out Element? own) && ReferenceEquals(own, element)
            ? BulkPrefix + element.Tag.Value.ToString("X8", CultureInfo.InvariantCulture)
            : null;

    private static void Insert(DbConnection c, string project, DicomRow row) =>
        c.Run(
            """
            INSERT INTO dicom_instance(file, project, item, ordinal, hash, frames, study, series, sop, syntax, patient, modality,
                series_number, instance_number, header)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14) ON CONFLICT DO NOTHING
            """,
            row.File,
            project,
            row.Item,
            row.Ordinal,
            row.Hash,
            row.Frames,
            row.Study,
            row.Series,
            row.Sop,
            row.Syntax,
            row.Patient,
            row.Modality,
            row.SeriesNumber,
            row.InstanceNumber,
            row.Header
        );

    /// <summary>Instances that a person may see, in reading order; null leaves a level open.</summary>
    public static List<DicomRow> Rows(
        DbConnection c,
        Caller caller,
        string? study,
        string? series = null,
        string? sop = null
    ) =>
        c.All(
            $"""
            SELECT d.file, d.item, d.ordinal, d.hash, d.frames, d.study, d.series, d.sop, d.syntax, d.patient, d.modality,
                d.series_number, d.instance_number, d.header
            {From(
                caller
            )} AND (@2 IS NULL OR d.study = @2) AND (@3 IS NULL OR d.series = @3) AND (@4 IS NULL OR d.sop = @4)
            ORDER BY d.ordinal, d.series_number, d.series, d.instance_number, d.sop
            """,
            Row,
            caller.InProject,
            caller.Person,
            study,
            series,
            sop
        );

    /// <summary>Studies that a person may see, in the order in which they passed the gate.</summary>
    public static List<string> Studies(DbConnection c, Caller caller, string? study, string? patient) =>
        c.All(
            $"""
            SELECT d.study, MIN(d.ordinal) {From(
                caller
            )} AND (@2 IS NULL OR d.study = @2) AND (@3 IS NULL OR d.patient = @3)
            GROUP BY d.study ORDER BY MIN(d.ordinal), d.study
            """,
            r => r.GetString(0),
            caller.InProject,
            caller.Person,
            study,
            patient
        );

    // What was withdrawn is shown to nobody; a reader gets what is assigned to them, and no report on it.
    private static string From(Caller caller) =>
        $"FROM dicom_instance d WHERE d.project = @0 AND {ItemTable.LivingSql("d.item")} AND {(
            SeesAll(caller)
                ? "(@1 = @1)"
                : $"NOT {ItemTable.CompanionSql("d.file")} AND {ReadTable.HasSql("d.item", "@1")}"
        )}";

    private static bool SeesAll(Caller caller) =>
        caller.Roles.Any(r => r is Role.Lead or Role.Steward or Role.Adjudicator or Role.Auditor);

    private static DicomRow Row(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetInt64(2),
            r.GetString(3),
            r.GetInt32(4),
            r.GetString(5),
            r.GetString(6),
            r.GetString(7),
            r.GetString(8),
            r.GetString(9),
            r.GetString(10),
            r.GetInt32(11),
            r.GetInt32(12),
            r.GetString(13)
        );
}
