using System.Diagnostics;
using System.Globalization;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom;
using Overread.Dicom.Benchmarks;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;

// ./bench dicom [--files N] [--rounds N] [--folder PATH] [--memory | --faces | --text]
int Option(string name, int otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}

int folderAt = Array.IndexOf(args, "--folder");
string root = folderAt >= 0 ? args[folderAt + 1] : Path.Combine(Path.GetTempPath(), "overread-bench-dicom");
if (args.Contains("--memory"))
{
    return MemoryRun.Measure(root);
}

if (args.Contains("--text"))
{
    return TextRun.Measure(root);
}

if (args.Contains("--faces"))
{
    return FaceRun.Measure(root, Option("--rounds", 3));
}

int count = Option("--files", 600);
int rounds = Option("--rounds", 3);
string[] files = BenchmarkFiles.Create(Path.Combine(root, $"in-{count}"), count);
double megabytes = files.Sum(file => new FileInfo(file).Length) / 1e6;
Console.WriteLine(
    $"{files.Length} files, {megabytes:0} MB, best of {rounds} rounds, one thread; {Environment.ProcessorCount} cores, other work may run beside"
);

ProjectKey key = new(new byte[32]);
DeidentificationPlan full = new(
    DeidentificationProfile.Basic,
    DeidentificationOptions.RetainModifiedDates | DeidentificationOptions.CleanDescriptors
);
string output = Path.Combine(root, "out");
Dictionary<string, double> best = [];
Dictionary<string, double> processor = [];
void Measure(string name, Func<double> run)
{
    TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
    double seconds = run();
    double used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    if (seconds < best.GetValueOrDefault(name, double.MaxValue) || !best.ContainsKey(name))
    {
        best[name] = seconds;
        processor[name] = used;
    }
}

double Batch(DeidentificationPlan plan, bool check)
{
    Fresh(output);
    Stopwatch watch = Stopwatch.StartNew();
    BatchReport report = new DeidentificationBatch(plan, key, output, new BatchOptions { Check = check }).Run(
        BatchSources.Of(Path.GetDirectoryName(files[0])!)
    );
    double seconds = watch.Elapsed.TotalSeconds;
    return report.Written == files.Length
        ? seconds
        : throw new InvalidOperationException($"{report.Written} of {files.Length} written");
}

double Parse()
{
    Stopwatch watch = Stopwatch.StartNew();
    foreach (string file in files)
    {
        using DicomFile read = DicomFile.Read(file);
        if (read.Dataset.Count < 40)
        {
            throw new InvalidOperationException("a header was not read");
        }
    }

    return watch.Elapsed.TotalSeconds;
}

for (int round = 0; round < rounds; round++)
{
    Fresh(output);
    Measure("cp", () => Peers.Copy(files, output));
    Measure("overread, basic profile", () => Batch(full, false));
    Measure("overread, basic profile and residual check", () => Batch(full, true));
    Measure("overread, gate (strict)", () => Batch(DeidentificationPlan.Gate, false));
    Fresh(output);
    Measure("overread deidentify, start-up included", () => Peers.Command(Path.GetDirectoryName(files[0])!, output, 1));
    Fresh(output);
    Measure(
        "overread deidentify, the same, two jobs",
        () => Peers.Command(Path.GetDirectoryName(files[0])!, output, 2)
    );
    Measure("overread, parse only", Parse);
    Measure("dcmdump, headers", () => Peers.Dcmdump(files));
    Measure("pydicom, headers", () => Peers.Pydicom(files));
    Fresh(output);
    Peers.Copy(files, output);
    string[] copies = [.. files.Select(file => Path.Combine(output, Path.GetFileName(file)))];
    Measure("dcmodify, whole table, in place", () => Peers.DcmodifyWholeTable(copies));
}

// Once: what Orthanc stores it keeps, and a second round would only find it again.
(double upload, double anonymize) = await OrthancPeer.Measure(files, Path.Combine(root, "orthanc"));
best["Orthanc, anonymize each (after upload)"] = anonymize;
best["Orthanc, upload and anonymize"] = upload + anonymize;
Fresh(output);
double dcmodify = best["dcmodify, whole table, in place"] + best["cp"];
Console.WriteLine($"{"", -46}{"files/s", 9}{"MB/s", 9}{"× cp", 8}{"× dcmodify+cp", 15}");
foreach ((string name, double seconds) in best)
{
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name, -46}{files.Length / seconds, 9:0}{megabytes / seconds, 9:0}{best["cp"] / seconds, 8:0.00}{dcmodify / seconds, 15:0.00}"
        )
    );
}

return 0;

static void Fresh(string folder)
{
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, true);
    }

    Directory.CreateDirectory(folder);
}
