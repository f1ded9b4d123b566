using System.Security.Authentication;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Overread.Dicom.PixelText;
using Overread.Domain.Record;
using Overread.Ocr;
using Overread.Server.Access;
using Overread.Server.Composition.Backup;
using Overread.Server.Composition.Operations;
using Overread.Server.Composition.Telemetry;
using Overread.Server.Composition.Witnessing;
using Overread.Server.Features.Comparison;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Comparison.Watching;
using Overread.Server.Features.Conversations;
using Overread.Server.Features.Emergency;
using Overread.Server.Features.Emergency.Contracts;
using Overread.Server.Features.Fitness;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Guidelines;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Intake.Patients;
using Overread.Server.Features.Intake.Plans;
using Overread.Server.Features.Items;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Jobs;
using Overread.Server.Features.Jobs.Contracts;
using Overread.Server.Features.Keys;
using Overread.Server.Features.Keys.Contracts;
using Overread.Server.Features.Models;
using Overread.Server.Features.Notices;
using Overread.Server.Features.Notices.Contracts;
using Overread.Server.Features.People;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.People.Provider;
using Overread.Server.Features.Projects;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads;
using Overread.Server.Features.Record;
using Overread.Server.Features.Releases;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Recipients;
using Overread.Server.Features.Releases.Sealed;
using Overread.Server.Features.Signing;
using Overread.Server.Features.Signing.Contracts;
using Overread.Server.Features.Subjects;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Server.Features.Training;
using Overread.Server.Features.Views;
using Overread.Server.Features.Witnesses;
using Overread.Server.Features.Witnesses.Contracts;
using Overread.Server.Features.Work;
using Overread.Server.Modalities;
using Overread.Server.Modalities.Imaging;
using Overread.Server.Modalities.Text;
using Overread.Storage;
using Overread.Storage.Files;
using Overread.Storage.Sqlite;
using Scalar.AspNetCore;

namespace Overread.Server.Composition;

/// <summary>Puts the server together: the one place where providers, modalities, clocks and randomness have names.</summary>
public static class OverreadHost
{
    // Jobs take as many as there are processors; these are for everybody else.
    private const int Threads = 32;

    /// <summary>Makes a server that is ready to be started.</summary>
    public static WebApplication Build(ServeOptions options)
    {
        WakeThreads();
        // Before anything is made in a folder that may not be meant.
        PlainAddress.Check(options);
        _ = new LeakedPasswords(options);
        DataFolder folder = new DataFolder(options.Data).Make();
        StoreLock held = new(options.Data);
        try
        {
            return Build(options, folder, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // The runtime begins with a thread for each processor and adds one each half second: on two, a job that searches pictures would have
    // everybody wait for seconds until there are enough.
    private static void WakeThreads()
    {
        ThreadPool.GetMinThreads(out int workers, out int others);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), others);
    }

    private static WebApplication Build(ServeOptions options, DataFolder folder, StoreLock held)
    {
        StoreKeys keys = StoreKeys.Open(folder, new SystemEntropy(), options.Acceptance);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                // Nothing is reloaded: a watcher over the data folder would be told of every write to the database.
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
                ContentRootPath = Path.GetFullPath(options.Data),
                EnvironmentName = "Production",
            }
        );
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = 64 << 20);
        if (options.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            ServedCertificate certificate = options.Certificate is { } file
                ? new(file, options.CertificateKey)
                : throw new FormatException("An address that begins with https needs a certificate: --certificate.");
            builder.Services.AddSingleton(certificate);
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(k =>
            {
                ILogger log = k.ApplicationServices.GetRequiredService<ILogger<ServedCertificate>>();
                k.ConfigureHttpsDefaults(h =>
                {
                    h.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                    // A certificate alone is asked for by the one, its chain is sent by the other.
                    h.ServerCertificateSelector = (_, _) => certificate.Now(log).TargetCertificate;
                    h.OnAuthenticate = (_, tls) =>
                    {
                        tls.ServerCertificateSelectionCallback = null;
                        tls.ServerCertificateContext = certificate.Now(log);
                        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS())
                        {
                            tls.CipherSuitesPolicy = ServedCertificate.Suites;
                        }
                    };
                });
            });
        }
        else if (options.Certificate is not null)
        {
            throw new FormatException("A certificate is for an address that begins with https: --url.");
        }

        builder.WebHost.UseUrls(
            options.Metrics is { } metrics ? [options.Url, metrics.GetLeftPart(UriPartial.Authority)] : [options.Url]
        );
        ServerLogging.Set(builder.Logging, options);
        AddStore(builder.Services, options, folder, keys, held);
        SignInServices.Add(builder.Services, options);
        AddFeatures(builder.Services);
        WebApplication app = builder.Build();
        try
        {
            // Opened before anything listens: a store that cannot be brought into this build's form says so at once.
            app.Services.GetRequiredService<StoreLock>();
            using (ReadLease read = app.Services.GetRequiredService<IDatabase>().Read())
            {
                keys.Keep(folder, KeyChangeBook.Notes(read.Record));
            }

            Use(app, options);
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    private static void AddStore(
        IServiceCollection services,
        ServeOptions options,
        DataFolder folder,
        StoreKeys keys,
        StoreLock held
    )
    {
        SystemEntropy entropy = new();
        Worklists worklists = new();
        Memberships memberships = new();
        Emergencies emergencies = new();
        FitnessBook fitness = new();
        services.AddSingleton(options);
        services.AddSingleton(_ => held);
        services.AddSingleton(options.Time);
        services.AddSingleton<IEntropy>(entropy);
        services.AddSingleton(keys);
        services.AddSingleton(keys.Signer);
        services.AddSingleton(folder);
        services.AddSingleton(worklists);
        services.AddSingleton(memberships);
        services.AddSingleton(emergencies);
        services.AddSingleton(fitness);
        services.AddSingleton<IBlobStore>(new FileBlobStore(folder.Blobs));
        services.AddSingleton<StoreLog>();
        // By factory, so that the container closes the database when the server ends.
        services.AddSingleton<IDatabase>(s =>
            SqliteDatabase.Open(
                Store(folder, keys, entropy, options.Time, [memberships, worklists, emergencies, fitness]) with
                {
                    Acceptance = options.Acceptance is { } accepted ? accepted with { Found = keys.Found } : null,
                    Rebuild = options.Rebuild,
                    Notice = options.Notice,
                    Fault = s.GetRequiredService<StoreLog>().Fault,
                }
            )
        );
        services.AddSingleton(s => new OutboxDrain(
            s.GetRequiredService<IDatabase>().Outbox,
            s.GetServices<IOutboxWork>(),
            options.Time,
            s.GetRequiredService<StoreLog>().Failed
        ));
        services.AddHostedService<OutboxService>();
        services.AddHostedService<NoteTaker>();
        services.AddSingleton<DiskWatch>();
        services.AddHostedService(s => s.GetRequiredService<DiskWatch>());
        services.AddSingleton<ClockWatch>();
        services.AddHostedService(s => s.GetRequiredService<ClockWatch>());
        services.AddSingleton<StoreUse>();
        services.AddSingleton(new Started(options.Time.GetUtcNow()));
        TelemetryExport.Add(services, options);
    }

    /// <summary>The options of a store, for the server and for an audit of a store at rest.</summary>
    public static SqliteOptions Store(
        DataFolder folder,
        StoreKeys keys,
        IEntropy entropy,
        TimeProvider time,
        IReadOnlyList<IMemoryProjection> memory
    ) =>
        new(
            folder.Database,
            keys.Signer,
            time,
            entropy,
            [
                new ProjectsProjection(),
                new EmergencyProjection(),
                new ProtocolsProjection(),
                new ComparisonProjection(),
                new ItemsProjection(),
                new PlansProjection(),
                new KeysProjection(),
                new ReadsProjection(),
                new LooksProjection(),
                new ReleasesProjection(),
                new SubjectsProjection(),
                new SigningProjection(),
                new GuidelinesProjection(),
                new ThreadsProjection(),
                new NoticesProjection(),
                new ViewsProjection(),
                new FitnessProjection(),
                new TrainingProjection(),
                new ModelsProjection(),
                new RecipientsProjection(),
                new SealedSetProjection(),
                new CharterProjection(),
                new WatchProjection(),
                .. Modalities.All.SelectMany(m => m.Projections),
            ],
            memory,
            Accounts.Schema(SqliteDialect.Instance)
                + Sessions.Schema(SqliteDialect.Instance)
                + ProviderLogins.Schema(SqliteDialect.Instance)
                + PasskeyBook.Schema(SqliteDialect.Instance)
                + JobRunner.Schema(SqliteDialect.Instance)
                + Batches.Schema(SqliteDialect.Instance)
                + string.Concat(Modalities.All.Select(m => m.Schema(SqliteDialect.Instance)))
        )
        {
            CheckpointFile = folder.LastCheckpoint,
            HeadFile = folder.Head,
            GuardKey = keys.Guard,
            GuardKeyIsNew = keys.GuardIsNew,
            SignerIsNew = keys.SignerIsNew,
            FormerVerifier = keys.Former,
            KeptChanges = keys.Changes,
            Beside = new FolderAudit(folder, keys, fast: false).Faults,
        };

    private static void AddFeatures(IServiceCollection services)
    {
        services.AddSingleton<EndEmergencies>();
        services.AddHostedService(s => s.GetRequiredService<EndEmergencies>());
        services.AddSingleton<ProtocolStore>();
        services.AddSingleton<FitnessDoor>();
        services.AddSingleton<TrainingDesk>();
        services.AddSingleton<FileLooks>();
        services.AddSingleton<ReaderAgreements>();
        services.AddSingleton<ProjectSubjects>();
        services.AddSingleton<Batches>();
        services.AddSingleton<KeyVault>();
        services.AddSingleton<PatientVault>();
        services.AddSingleton<ProjectKeys>();
        services.AddSingleton<PatientDesk>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton<IJobKind, AuditJob>();
        services.AddSingleton<ReaderWatching>();
        services.AddSingleton<IJobKind>(s => s.GetRequiredService<ReaderWatching>());
        services.AddSingleton<WatchRounds>();
        services.AddHostedService(s => s.GetRequiredService<WatchRounds>());
        services.AddSingleton<INoticeSource, ThreadNotices>();
        services.AddSingleton<INoticeSource, WorkNotices>();
        services.AddSingleton<INoticeSource, GuidelineNotices>();
        services.AddSingleton<INoticeSource, DisputeNotices>();
        services.AddSingleton<INoticeSource, GateNotices>();
        services.AddSingleton<INoticeSource, DraftNotices>();
        services.AddSingleton<INoticeSource, FindingNotices>();
        services.AddSingleton<INoticeSource, StandingNotices>();
        services.AddSingleton<NoticeDesk>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<MailRounds>();
        services.AddHostedService(s => s.GetRequiredService<MailRounds>());
        services.AddSingleton<NightlyAudit>();
        services.AddHostedService(s => s.GetRequiredService<NightlyAudit>());
        services.AddSingleton<BatchArchives>();
        services.AddSingleton<MalwareScan>();
        services.AddSingleton<IJobKind, IntakeJob>();
        services.AddSingleton<IJobKind, PrepareJob>();
        services.AddSingleton<IJobKind, GateJob>();
        services.AddSingleton<TimestampAuthority>();
        services.AddSingleton<WitnessCaller>();
        services.AddSingleton<WitnessDesk>();
        services.AddSingleton<WitnessRounds>();
        services.AddHostedService(s => s.GetRequiredService<WitnessRounds>());
        services.AddSingleton<ReleaseSeal>();
        services.AddSingleton<IJobKind, ReleaseJob>();
        services.AddSingleton<ReleaseClosing>();
        services.AddSingleton<IJobKind, PublicationJob>();
        services.AddSingleton(Modalities);
        services.AddSingleton<HealthProbe>();
        foreach (IModality modality in Modalities.All)
        {
            modality.Register(services);
        }

        services.AddSingleton<JobRunner>();
        services.AddSingleton<IOutboxWork, StartJob>();
        services.AddSingleton<IOutboxWork, EraseKey>();
        services.AddSingleton<IOutboxWork, EraseBundle>();
        services.AddSingleton<IOutboxWork, EraseFiles>();
        services.AddSingleton<IOutboxWork, ScrubStore>();
        services.AddHostedService(s => s.GetRequiredService<JobRunner>());
        services.ConfigureHttpJsonOptions(j =>
        {
            EventJson.Apply(j.SerializerOptions);
            EventJson.Tighten(j.SerializerOptions);
            j.SerializerOptions.TypeInfoResolver = j.SerializerOptions.TypeInfoResolver!.WithAddedModifier(
                EntryDetails
            );
        });
        // Else what cannot be read is answered with 400 and not a word.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddResponseCompression(c =>
        {
            c.EnableForHttps = true;
            c.MimeTypes =
            [
                "application/json",
                "application/problem+json",
                "application/javascript",
                "text/javascript",
                "text/css",
                "text/html",
                "application/wasm",
                "image/svg+xml",
            ];
        });
        services.AddOpenApi("v1", ApiDescription.Configure);
    }

    // An entry at the gate is answered as its modality shows it.
    private static void EntryDetails(JsonTypeInfo info)
    {
        if (info.Type == typeof(EntryDetail))
        {
            info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
            foreach (IModality modality in Modalities.All)
            {
                info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(modality.Gate.Detail, modality.Name));
            }
        }
    }

    private static void Use(WebApplication app, ServeOptions options)
    {
        TelemetryExport.Use(app, options);
        app.Use(RequestTrace.Run);
        TrustedProxies.Use(app, options.Proxies);
        app.UseResponseCompression();
        app.Use(SecurityHeaders.Run);
        app.Use(MessageEnds.Run);
        string own = Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) ? url.Host : "";
        app.UseMiddleware<KnownHosts>((IReadOnlyCollection<string>)[own, .. options.Hosts]);
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ProblemWriter>();
        app.UseAuthentication();
        app.Use(EmptyBody.Run);
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<SpaceGate>();
        app.MapOpenApi();
        app.MapScalarApiReference("/scalar");
        ServerRoutes.Map(app, options, Modalities);
    }

    /// <summary>What people read here. A new modality is one more line.</summary>
    internal static readonly ModalityList Modalities = new([
        new ImagingModality(new Lazy<ITextEngine>(() => new OnnxTextEngine())),
        new TextModality(),
    ]);
}
