using System.CommandLine;
using System.Text.Json;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;

namespace Overread.Cli.Deidentification;

/// <summary><c>overread deidentify IN OUT</c>: files, folders, ZIP archives or standard input, by a plan.</summary>
internal static class DeidentifyCommand
{
    // More wait for the disk, and hold their files in memory meanwhile.
    private const int MostJobs = 8;

    /// <summary>The command.</summary>
    /// <param name="readPlan">Reads the plan of <c>--plan</c>.</param>
    /// <param name="textEngine">What finds and reads text in pictures; disposed with the run.</param>
    internal static Command Create(Func<string, DeidentificationPlan> readPlan, Func<ITextEngine> textEngine)
    {
        Argument<string> input = new("in")
        {
            Description = "a DICOM file, a folder, a ZIP archive, or - for standard input",
        };
        Argument<string?> output = new("out")
        {
            Description = "folder for the outputs",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> profile = new("--profile")
        {
            Description = "basic or strict",
            DefaultValueFactory = _ => "basic",
        };
        Option<string[]> option = new("--option")
        {
            Description = "an option of PS3.15, by word or code; may be repeated",
        };
        Option<string?> plan = new("--plan")
        {
            Description = "a plan document (YAML) in place of --profile and --option",
        };
        Option<string?> key = new("--key") { Description = "file with the project key; made where it is not there" };
        Option<string?> report = new("--report")
        {
            Description = "folder for the report, which holds nothing identifying",
        };
        Option<int> jobs = new("--jobs")
        {
            Description =
                "files worked on at once, each in memory; outputs, names and report are the same for any number",
            DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostJobs),
        };
        jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
            {
                result.AddError("--jobs is a number from 1 to 64.");
            }
        });
        Option<bool> explain = new("--explain") { Description = "print what would happen to each element of one file" };
        Option<bool> dryRun = new("--dry-run") { Description = "read, decide and count; write nothing" };
        Option<bool> json = new("--json") { Description = "print the report as JSON" };
        Option<bool> printPlan = new("--print-plan") { Description = "print the plan as a document and stop" };
        Option<bool> noCheck = new("--no-residual-check")
        {
            Description = "do not search the outputs for what the sources say",
        };
        Option<string> pixels = new("--pixels")
        {
            Description =
                "text in pixels: none; propose (look, and hold back what shows text); blank (blank what --boxes approves, or what is found)",
            DefaultValueFactory = _ => "none",
        };
        Option<bool> outside = new("--outside-regions")
        {
            Description =
                "with --pixels: also what an ultrasound shows outside its scan regions, where it says which they are",
        };
        Option<string?> boxes = new("--boxes")
        {
            Description =
                "pixels.json of an earlier run's report, with approvedBy filled in by who looked at it; a place where a word of the header was read is blanked, or stays with \"dismissed\": a reason beside it",
        };
        Option<string?> faces = new("--faces")
        {
            Description =
                "faces.json of an earlier run's report, with approvedBy filled in by who looked at its --face-pictures; those series claim the option",
        };
        Option<string?> facePictures = new("--face-pictures")
        {
            Description =
                "folder for pictures of each head before and after; those of before show faces: keep them with the sources",
        };
        Option<string?> crosswalk = new("--crosswalk")
        {
            Description =
                "decisions about who is who (overread patients); patients that are undecided are refused, and whose pseudonym is given out is noted in it",
        };
        Option<string[]> merges = new("--merges")
        {
            Description = "with --crosswalk: a table or HL7 ADT^A40 messages to take into it first; may be repeated",
        };
        Option<bool> dicomdir = new("--dicomdir")
        {
            Description = "names that a DICOMDIR may list, and a DICOMDIR beside the outputs",
        };
        Command command = new(
            "deidentify",
            "De-identify DICOM by the profile of PS3.15, or by an allow list. Exit codes: 0 everything was written; 2 it could not "
                + "begin; 3 some files were refused (with --crosswalk: or their patients are undecided); 4 some outputs were blocked by the residual check; 130 stopped."
        )
        {
            input,
            output,
            profile,
            option,
            plan,
            key,
            report,
            jobs,
            explain,
            dryRun,
            json,
            printPlan,
            noCheck,
            pixels,
            outside,
            boxes,
            faces,
            facePictures,
            crosswalk,
            merges,
            dicomdir,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                Request request = new(
                    parsed.GetValue(input)!,
                    parsed.GetValue(output),
                    parsed.GetValue(key),
                    parsed.GetValue(report),
                    parsed.GetValue(dryRun),
                    parsed.GetValue(json),
                    new BatchOptions
                    {
                        Jobs = parsed.GetValue(jobs),
                        DryRun = parsed.GetValue(dryRun),
                        Check = !parsed.GetValue(noCheck),
                        MediaDirectory = parsed.GetValue(dicomdir),
                        OutsideRegions = parsed.GetValue(outside),
                    },
                    parsed.GetValue(pixels)!,
                    parsed.GetValue(boxes),
                    parsed.GetValue(faces),
                    parsed.GetValue(facePictures),
                    parsed.GetValue(crosswalk),
                    parsed.GetValue(merges) ?? []
                );
                return Task.FromResult(
                    Guarded(
                        "deidentify",
                        () =>
                        {
                            DeidentificationPlan chosen = parsed.GetValue(plan) is { } path
                                ? readPlan(path)
                                : new DeidentificationPlan(
                                    PlanDocument.ProfileOf(parsed.GetValue(profile)!),
                                    PlanDocument.OptionsOf(parsed.GetValue(option) ?? [])
                                );
                            if (parsed.GetValue(printPlan))
                            {
                                Console.Out.Write(PlanText.Print(chosen));
                                return 0;
                            }

                            return parsed.GetValue(explain)
                                ? ExplainPrinter.Print(request.Input, chosen, request.Json)
                                : Run(request, chosen, textEngine, cancellation);
                        }
                    )
                );
            }
        );
        return command;
    }

    internal static int Guarded(string command, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Run the same command again to go on.");
            return 130;
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or InvalidDataException
                        or ArgumentException
                        or FormatException
                        or UnauthorizedAccessException
                        or CommandFailedException
            )
        {
            Console.Error.WriteLine($"overread {command}: {exception.Message}");
            return 2;
        }
    }

    private static int Run(
        Request request,
        DeidentificationPlan plan,
        Func<ITextEngine> textEngine,
        CancellationToken cancellation
    )
    {
        if (request.Output is null && !request.DryRun)
        {
            Console.Error.WriteLine("overread deidentify: a folder for the outputs is missing (or --dry-run).");
            return 2;
        }

        if (
            request.Output is { } target
            && Path.TrimEndingDirectorySeparator(Path.GetFullPath(target))
                == Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Input))
        )
        {
            Console.Error.WriteLine(
                "overread deidentify: the outputs would lie among the sources; give another folder."
            );
            return 2;
        }

        if (request.Key is null && !request.DryRun)
        {
            Console.Error.WriteLine("overread deidentify: --key FILE is missing; it is made where it is not there.");
            return 2;
        }

        if (request.Crosswalk is null && request.Merges.Count > 0)
        {
            Console.Error.WriteLine(
                "overread deidentify: --merges goes into a crosswalk; --crosswalk FILE is missing."
            );
            return 2;
        }

        ProjectKey key = request.Key is null ? ProjectKey.Create() : KeyFile.ReadOrCreate(request.Key, Console.Error);
        IReadOnlyList<BatchSource> sources =
            request.Input == "-"
                ? BatchSources.Of(Console.OpenStandardInput())
                : BatchSources.Of(request.Input, request.Output);
        PixelStep step = Enum.TryParse(request.Pixels, true, out PixelStep wished)
            ? wished
            : throw new ArgumentException("--pixels is none, propose or blank");
        ITextEngine? engine = step == PixelStep.None ? null : textEngine();
        using IDisposable? held = engine as IDisposable;
        BatchOptions options = request.Options with
        {
            Pixels = step,
            TextEngine = engine,
            Boxes = request.Boxes is { } path ? PixelPlanFile.Read(path) : null,
            Faces = request.Faces is { } cuts ? FacePlanFile.Read(cuts) : null,
            Crosswalk = request.Crosswalk is { } known
                ? CrosswalkFile.With(CrosswalkFile.Read(known), request.Merges)
                : null,
            FaceSeen = request.FacePictures is { } pictures
                ? (series, proposal) => FacePlanFile.Draw(pictures, series, proposal)
                : null,
        };
        if (options.Pixels == PixelStep.Propose && request.Report is null)
        {
            Console.Error.WriteLine(
                "overread deidentify: --pixels propose writes into a report; --report DIR is missing."
            );
            return 2;
        }

        DeidentificationBatch batch = new(plan, key, request.Output ?? ".", options);
        if (request.Crosswalk is not null && request.Input == "-")
        {
            Console.Error.WriteLine(
                "overread deidentify: --crosswalk needs files; standard input can be read once only."
            );
            return 2;
        }

        BatchReport report;
        try
        {
            report = batch.Run(sources, new ProgressLine(sources.Count), cancellation);
        }
        finally
        {
            // What a stopped run had written was given out too.
            if (request.Crosswalk is { } kept && !request.DryRun)
            {
                CrosswalkFile.Write(kept, options.Crosswalk!.Release(batch.GivenOut));
            }
        }

        if (request.Report is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(
                Path.Combine(folder, "report.json"),
                JsonSerializer.Serialize(report, ReportJson.Default.BatchReport)
            );
            File.WriteAllText(Path.Combine(folder, "report.md"), ReportText.Of(report));
            File.WriteAllText(Path.Combine(folder, "plan.yaml"), PlanText.Print(plan));
            if (report.Pixels is { } found)
            {
                PixelPlanFile.Write(Path.Combine(folder, "pixels.json"), found);
            }

            if (report.Faces is { } seen)
            {
                FacePlanFile.Write(Path.Combine(folder, "faces.json"), seen);
            }
        }

        Console.Out.WriteLine(
            request.Json ? JsonSerializer.Serialize(report, ReportJson.Default.BatchReport) : ReportText.Summary(report)
        );
        return report.ResidualNumbers.Count > 0 ? 4
            : report.RefusedNumbers.Count > 0 ? 3
            : 0;
    }

    private sealed record Request(
        string Input,
        string? Output,
        string? Key,
        string? Report,
        bool DryRun,
        bool Json,
        BatchOptions Options,
        string Pixels,
        string? Boxes,
        string? Faces,
        string? FacePictures,
        string? Crosswalk,
        IReadOnlyList<string> Merges
    );
}
