using Microsoft.Extensions.FileProviders;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Comparison;
using Overread.Server.Features.Comparison.Calibration;
using Overread.Server.Features.Comparison.ReaderStudies;
using Overread.Server.Features.Comparison.Watching;
using Overread.Server.Features.Conversations;
using Overread.Server.Features.Emergency;
using Overread.Server.Features.Fitness;
using Overread.Server.Features.Guidelines;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Items;
using Overread.Server.Features.Jobs;
using Overread.Server.Features.Keys;
using Overread.Server.Features.Models;
using Overread.Server.Features.Notices;
using Overread.Server.Features.Operations;
using Overread.Server.Features.People;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.People.Provider;
using Overread.Server.Features.Projects;
using Overread.Server.Features.Protocols;
using Overread.Server.Features.Reads;
using Overread.Server.Features.Record;
using Overread.Server.Features.Releases;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Population;
using Overread.Server.Features.Releases.Recipients;
using Overread.Server.Features.Releases.Sealed;
using Overread.Server.Features.Signing;
using Overread.Server.Features.Subjects;
using Overread.Server.Features.Training;
using Overread.Server.Features.Views;
using Overread.Server.Features.Witnesses;
using Overread.Server.Features.Work;
using Overread.Server.Modalities;

namespace Overread.Server.Composition;

/// <summary>All addresses of the server: the features' and the modalities' routes, and the workbench.</summary>
internal static class ServerRoutes
{
    private static readonly Action<IEndpointRouteBuilder>[] Routes =
    [
        SignIn.Map,
        OwnAccount.Map,
        ConfirmPerson.Map,
        ManageSessions.Map,
        HeldOfReader.Map,
        ManagePeople.Map,
        ReviewAccounts.Map,
        UseProvider.Map,
        ManagePasskeys.Map,
        OpenProject.Map,
        ListProjects.Map,
        Members.Map,
        KeepRegister.Map,
        KeepFitness.Map,
        ShowGuidelines.Map,
        ReadAgain.Map,
        KeepTraining.Map,
        ShowTrained.Map,
        ShowTraining.Map,
        Practise.Map,
        SitTest.Map,
        ListThreads.Map,
        WriteThreads.Map,
        NoteThread.Map,
        ShowNotices.Map,
        UseEmergency.Map,
        Overview.Map,
        EditProtocol.Map,
        DemandMeanings.Map,
        UploadFiles.Map,
        DeclareAcquisition.Map,
        ShowGate.Map,
        DecideGate.Map,
        DecidePatients.Map,
        ChoosePlan.Map,
        ManageKeys.Map,
        ListItems.Map,
        CountItems.Map,
        KeepViews.Map,
        ListRemarks.Map,
        ManageItems.Map,
        ServeFiles.Map,
        NextItem.Map,
        HandleRead.Map,
        AppendReadEvents.Map,
        Disputes.Map,
        ComputeAgreement.Map,
        ShowCalibration.Map,
        ShowReaderStudy.Map,
        ShowWatch.Map,
        ComputeConsensus.Map,
        PublishRelease.Map,
        TakeRelease.Map,
        RecallRelease.Map,
        FetchData.Map,
        OpenSealedSet.Map,
        WatchReleases.Map,
        AskSubjects.Map,
        EraseSubject.Map,
        HeldOfSubject.Map,
        SignRelease.Map,
        LaySigning.Map,
        KeepModels.Map,
        TakeSuggestions.Map,
        ShowSuggestions.Map,
        ReportSuggestions.Map,
        KeepRecipients.Map,
        DeclareTarget.Map,
        ListDisclosures.Map,
        KeepCharter.Map,
        KeepReleases.Map,
        ShowProcessing.Map,
        ShowRecord.Map,
        BreachDossier.Map,
        ShowAnchors.Map,
        ShowOperations.Map,
        WatchJobs.Map,
    ];

    /// <summary>Adds them.</summary>
    public static void Map(WebApplication app, ServeOptions options, ModalityList modalities)
    {
        RouteGroupBuilder api = app.MapGroup("/api");
        foreach (Action<IEndpointRouteBuilder> map in Routes)
        {
            map(api);
        }

        foreach (IModality modality in modalities.All)
        {
            modality.Map(api);
        }

        api.MapGet("/health", () => new HealthView("ok", typeof(OverreadHost).Assembly.GetName().Version!.ToString(3)))
            .Needs(Domain.Projects.Action.Anybody)
            .Says("health", "Says that the server is up, and its version.");
        api.MapFallback(() =>
                Results.Json(
                    new
                    {
                        title = "There is no such address.",
                        status = 404,
                        code = "route.unknown",
                    },
                    EventJson.Options,
                    "application/problem+json",
                    404
                )
            )
            .Needs(Domain.Projects.Action.Anybody);
        HealthProbe.Map(app);
        UseProvider.MapPages(app);
        UseWorkbench(app, options);
    }

    private static void UseWorkbench(WebApplication app, ServeOptions options)
    {
        if (options.Web is not { } web || !File.Exists(Path.Combine(web, "index.html")))
        {
            app.MapFallback(() =>
                Results.Text("The workbench is not built: run npm --prefix web run build.\n", statusCode: 404)
            );
            return;
        }

        PhysicalFileProvider files = new(Path.GetFullPath(web));
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                ServeUnknownFileTypes = false,
                OnPrepareResponse = c =>
                    c.Context.Response.Headers.CacheControl = c.Context.Request.Path.StartsWithSegments("/assets")
                        ? "public, max-age=31536000, immutable"
                        : "no-cache",
            }
        );
        // Every address of the workbench is a deep link: the shell decides what it shows.
        app.MapFallback(async http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.Headers.CacheControl = "no-cache";
            await http.Response.SendFileAsync(files.GetFileInfo("index.html"));
        });
    }
}
