using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Operator.Tests.Integration.Support;

/// <summary>The admin port of a gateway, over real HTTP. Each tenant can be given a behaviour; without one it is idle for long and lets itself be drained.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    public const string Token = "admin-token-of-the-tests";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Behaviour> behaviours = new();
    private readonly ConcurrentQueue<(string Uid, string Verb)> calls = new();

    private FakeGateway(WebApplication app) => this.app = app;

    /// <summary>How a gateway treats a tenant.</summary>
    public sealed record Behaviour
    {
        public bool Silent { get; init; }

        public bool Veto { get; init; }

        /// <summary>Time since the last call, in milliseconds.</summary>
        public long Idle { get; init; } = 3_600_000;

        /// <summary>A failed start that it tells of, instead of an awake tenant.</summary>
        public string? Failure { get; init; }

        public Func<Task> BeforeAgreeing { get; init; } = () => Task.CompletedTask;
    }

    public Uri Address => new(app.Urls.Single());

    public static async Task<FakeGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var gateway = new FakeGateway(builder.Build());
        gateway.app.Use(static (context, next) => context.Request.Headers.Authorization == $"Bearer {Token}" ? next(context) : Refuse(context));
        gateway.app.MapGet("/admin/tenants/{uid}", gateway.StateAsync);
        gateway.app.MapPost("/admin/tenants/{uid}/{verb}", gateway.TellAsync);
        await gateway.app.StartAsync();
        return gateway;
    }

    /// <summary>Whether it still knows a tenant.</summary>
    public Func<string, Task<bool>> Knows { get; set; } = _ => Task.FromResult(true);

    /// <summary>What it was told about the tenant, in order; questions do not count.</summary>
    public IReadOnlyList<string> Told(string uid) => [.. calls.Where(c => c.Uid == uid && c.Verb != "ask").Select(c => c.Verb)];

    /// <summary>How often it was asked about the tenant.</summary>
    public int Asked(string uid) => calls.Count(c => c.Uid == uid && c.Verb == "ask");

    public void Behave(string uid, Behaviour behaviour) => behaviours[uid] = behaviour;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private async Task<IResult> StateAsync(string uid, HttpContext context)
    {
        calls.Enqueue((uid, "ask"));
        if (!await Knows(uid))
        {
            return Results.NotFound();
        }

        if (Of(uid).Silent)
        {
            // Until the caller hangs up.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        if (Of(uid).Failure is { } reason)
        {
            return Results.Text($$$"""{"state":"Unknown","active":0,"idleMilliseconds":3600000,"lastActivity":null,"failure":{"reason":"{{{reason}}}","message":"in Kubernetes' words"}}""", "application/json");
        }

        return Results.Text($$$"""{"state":"Awake","active":0,"idleMilliseconds":{{{Of(uid).Idle}}},"lastActivity":"2026-11-01T12:00:00Z"}""", "application/json");
    }

    private async Task<IResult> TellAsync(string uid, string verb)
    {
        calls.Enqueue((uid, verb));
        if (verb != "drain")
        {
            return Results.Ok();
        }

        await Of(uid).BeforeAgreeing();
        return Of(uid).Veto ? Results.Conflict() : Results.Ok();
    }

    private Behaviour Of(string uid) => behaviours.GetValueOrDefault(uid) ?? new Behaviour();
}
