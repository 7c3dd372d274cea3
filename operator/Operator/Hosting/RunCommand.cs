using System.CommandLine;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Webhook;

namespace McpTenants.Operator.Hosting;

/// <summary><c>mcp-operator run</c>: reads and checks the options, then serves until it is told to stop.</summary>
internal static class RunCommand
{
    private const int Misconfigured = 2;

    /// <summary>Makes a command run the operator.</summary>
    public static Command Configure(Command command)
    {
        var options = new RunOptions();
        options.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(options, result, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(RunOptions declared, ParseResult result, CancellationToken cancellationToken)
    {
        var (options, problems) = declared.Read(result);
        var (platform, platformProblems) = PlatformSettings.Read(options);
        string[] all = [.. problems, .. platformProblems];
        if (platform is null || all.Length > 0)
        {
            // All at once: fixing a deployment one restart at a time is no fun.
            await Console.Error.WriteLineAsync($"The configuration has {all.Length} problem(s):");
            foreach (var problem in all)
            {
                await Console.Error.WriteLineAsync($"  {problem}");
            }

            return Misconfigured;
        }

        await using var app = Build(options, platform);
        await app.RunAsync(cancellationToken);
        return Environment.ExitCode;
    }

    private static WebApplication Build(OperatorOptions options, PlatformPolicy platform)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "mcp-operator" });
        builder.Logging.ClearProviders().SetMinimumLevel(options.LogLevel).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        if (options.LogFormat == "json")
        {
            builder.Logging.AddJsonConsole(json => { json.UseUtcTimestamp = true; json.TimestampFormat = LogTimes.Format; json.IncludeScopes = true; });
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => { console.SingleLine = true; console.TimestampFormat = "HH:mm:ss.fff "; });
        }

        var certificate = new ServingCertificate();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(options.HealthPort);
            if (options.WebhookPort > 0)
            {
                WebhookEndpoint.Listen(kestrel, options.WebhookPort, certificate);
            }
        });
        builder.Services.AddSingleton(_ => new MetricsCollector("Kubernetes.", "McpTenants.", "System.Runtime"));
        builder.Services.AddTenantOperator(options, platform);
        if (options.WebhookPort > 0)
        {
            builder.Services.AddWebhook(new WebhookOptions { Port = options.WebhookPort, Namespace = options.SystemNamespace, Url = options.WebhookUrl }, certificate);
        }

        var app = builder.Build();
        HealthEndpoints.Map(app);
        if (options.WebhookPort > 0)
        {
            var caches = app.Services.GetRequiredService<TenantCaches>();
            AdmissionKnowledge Known() => new([.. caches.Tenants.Store.List()], [.. caches.Tombstones.Store.List()]);
            WebhookEndpoint.Map(app, options.WebhookPort, platform, Known, app.Services.GetRequiredService<Deprovision.DeletionActors>().Saw);
        }

        return app;
    }
}
