using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Overread.Server.Composition.Telemetry;

/// <summary>
/// Hands what the server measures and traces to the operator's own tools, where it was told to: OpenTelemetry's protocol over HTTP
/// (<c>serve --otlp</c>), and a page that Prometheus reads (<c>serve --metrics</c>). Nothing leaves the process otherwise.
/// </summary>
internal static class TelemetryExport
{
    // What the framework and the runtime measure; their labels are methods, route patterns, outcomes and protocols.
    private static readonly string[] Meters =
    [
        ServerInstruments.Name,
        "Overread.Storage",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    private static readonly string[] Sources = [ServerInstruments.Name, "Overread.Storage"];

    public static void Add(IServiceCollection services, ServeOptions options)
    {
        services.AddSingleton<StoreMeters>();
        if (options.Otlp is null && options.Metrics is null)
        {
            return;
        }

        OpenTelemetryBuilder telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(r =>
                r.AddService(
                    "overread",
                    serviceVersion: typeof(OverreadHost).Assembly.GetName().Version!.ToString(3),
                    autoGenerateServiceInstanceId: false
                )
            )
            .WithMetrics(m =>
            {
                m.AddMeter(Meters);
                if (options.Metrics is not null)
                {
                    m.AddPrometheusExporter();
                }

                if (options.Otlp is { } collector)
                {
                    m.AddOtlpExporter(o => To(o, collector, "v1/metrics"));
                }
            });
        if (options.Otlp is { } traces)
        {
            telemetry.WithTracing(t => t.AddSource(Sources).AddOtlpExporter(o => To(o, traces, "v1/traces")));
        }
    }

    /// <summary>The page for Prometheus answers on its own address alone, and that address answers nothing else.</summary>
    public static void Use(WebApplication app, ServeOptions options)
    {
        if (options.Otlp is not null || options.Metrics is not null)
        {
            app.Services.GetRequiredService<StoreMeters>();
        }

        if (options.Metrics is not { } metrics)
        {
            return;
        }

        app.UseOpenTelemetryPrometheusScrapingEndpoint(http =>
            http.Connection.LocalPort == metrics.Port && http.Request.Path == "/metrics"
        );
        app.Use(
            (http, next) =>
            {
                if (http.Connection.LocalPort != metrics.Port)
                {
                    return next(http);
                }

                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return http.Response.WriteAsync("This address answers /metrics alone.\n");
            }
        );
    }

    private static void To(OtlpExporterOptions exporter, Uri collector, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
