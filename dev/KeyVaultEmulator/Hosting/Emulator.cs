using System.Collections.Concurrent;
using KeyVaultEmulator.Faults;
using KeyVaultEmulator.Identity;
using KeyVaultEmulator.Vault;

namespace KeyVaultEmulator.Hosting;

/// <summary>Vaults and a directory over TLS.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EmulatedVault> vaults = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<SeenRequest> requests = new();
    private readonly EmulatorOptions options;
    private readonly TimeProvider time;
    private readonly WebApplication app;

    private Emulator(EmulatorOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        Directory = new IdentityDirectory(time);
        // The certificate is judged by the machine's clock, whatever clock the emulated services have.
        var (authority, certificate) = EmulatorCertificates.Create(TimeProvider.System.GetUtcNow(), "*." + options.VaultSuffix, options.LoginHost);
        Authority = authority;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(options.Address, options.Port, listen => listen.UseHttps(certificate)));
        app = builder.Build();
    }

    /// <summary>The certificate authority in PEM.</summary>
    public string Authority { get; }

    /// <summary>Identities and tokens.</summary>
    public IdentityDirectory Directory { get; }

    /// <summary>What goes wrong.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>All requests so far.</summary>
    public IReadOnlyCollection<SeenRequest> Requests => requests;

    /// <summary>Port it listens on.</summary>
    public int Port => new Uri(app.Urls.Single()).Port;

    /// <summary>The directory's URL.</summary>
    public Uri LoginUrl => new($"https://{options.LoginHost}:{Port}");

    /// <summary>What access tokens are for.</summary>
    public string Resource => "https://" + options.VaultSuffix;

    /// <summary>Starts it.</summary>
    public static async Task<Emulator> StartAsync(EmulatorOptions? options = null, TimeProvider? time = null)
    {
        var emulator = new Emulator(options ?? new EmulatorOptions(), time ?? TimeProvider.System);
        emulator.app.Run(emulator.AnswerAsync);
        await emulator.app.StartAsync();
        return emulator;
    }

    /// <summary>Adds a vault.</summary>
    public EmulatedVault AddVault(string name, Guid tenantId, VaultRules? rules = null) => vaults[name] = new EmulatedVault(name, tenantId, rules ?? new VaultRules(), time);

    /// <summary>A vault's URL.</summary>
    public Uri UrlOf(string vault) => new($"https://{vault}.{options.VaultSuffix}:{Port}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        context.Response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        var fault = Faults.Next(context.Request);
        // Before the answer leaves: who has it may count.
        context.Response.OnStarting(() =>
        {
            Note(context);
            return Task.CompletedTask;
        });
        if (fault?.Kind == FaultKind.Reset)
            Note(context);
        if (!await FaultMiddleware.ApplyAsync(fault, context, time))
            await RouteAsync(context, host, fault);
    }

    private void Note(HttpContext context)
    {
        Guid? caller = Guid.TryParse(context.User.Identity?.Name, out var id) ? id : null;
        requests.Enqueue(new SeenRequest(time.GetUtcNow(), context.Request.Host.Host, context.Request.Method, context.Request.Path.Value ?? "", caller, context.Response.StatusCode));
    }

    private async Task RouteAsync(HttpContext context, string host, Fault? fault)
    {
        if (host.Equals(options.LoginHost, StringComparison.OrdinalIgnoreCase))
        {
            await new DirectoryEndpoints(Directory, Resource, time).HandleAsync(context);
            return;
        }

        if (!host.EndsWith("." + options.VaultSuffix, StringComparison.OrdinalIgnoreCase) || !vaults.TryGetValue(host[..^(options.VaultSuffix.Length + 1)], out var vault))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (fault?.Kind == FaultKind.Challenge)
            context.Request.Headers.Authorization = "";
        context.Response.Headers["x-ms-keyvault-region"] = "emulator";
        await new VaultEndpoints(new VaultAuthentication(Directory, LoginUrl.ToString().TrimEnd('/'), Resource, time)).HandleAsync(context, vault, fault?.Resource);
    }
}
