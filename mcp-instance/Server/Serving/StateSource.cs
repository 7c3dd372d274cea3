using McpTenants.Instance.Configuration;
using McpTenants.Instance.Logging;

namespace McpTenants.Instance.Serving;

/// <summary>
/// The current state. The files are looked at again, at most once a second, when a request asks for the state: nothing runs while nobody calls. A broken
/// file keeps the last good state, because refusing everybody for a typing error would be worse.
/// </summary>
internal sealed partial class StateSource
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // For tokens with an unknown key, so that a rotation is seen at once and a flood of made-up keys costs two stats ten times a second.
    private static readonly TimeSpan ImpatientInterval = TimeSpan.FromMilliseconds(100);

    private readonly ConfigurationFiles files;
    private readonly InstanceStateFactory factory;
    private readonly TenantLoggerProvider tenant;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private volatile InstanceState current;
    private Action<InstanceConfiguration> follower = static _ => { };
    private (long, long) stamp;
    private long lastLook;

    /// <exception cref="InvalidDataException">The first configuration must be right.</exception>
    public StateSource(ConfigurationFiles files, InstanceStateFactory factory, TenantLoggerProvider tenant, ILogger logger, TimeProvider time)
    {
        (this.files, this.factory, this.tenant, this.logger, this.time) = (files, factory, tenant, logger, time);
        stamp = files.Stamp();
        lastLook = time.GetTimestamp();
        current = Load();
    }

    public InstanceState Current
    {
        get
        {
            if (time.GetElapsedTime(Volatile.Read(ref lastLook)) >= Interval && gate.TryEnter())
            {
                try
                {
                    LookAgain();
                }
                finally
                {
                    gate.Exit();
                }
            }
            return current;
        }
    }

    /// <summary>Tells the configuration, now and after each change.</summary>
    public void Follow(Action<InstanceConfiguration> told)
    {
        lock (gate)
        {
            follower = told;
            told(current.Configuration);
        }
    }

    /// <summary>
    /// The state that has come after another one, when there is one: looks at the files again without waiting for the interval. Callers that come while one
    /// looks wait for it and share what it finds.
    /// </summary>
    public InstanceState? NewerThan(Authentication seen)
    {
        lock (gate)
        {
            if (ReferenceEquals(current.Authentication, seen) && time.GetElapsedTime(Volatile.Read(ref lastLook)) >= ImpatientInterval)
                LookAgain();
            return ReferenceEquals(current.Authentication, seen) ? null : current;
        }
    }

    private void LookAgain()
    {
        Volatile.Write(ref lastLook, time.GetTimestamp());
        var seen = files.Stamp();
        if (seen == stamp)
            return;
        stamp = seen;
        try
        {
            var uid = current.Configuration.Tenant.Uid;
            var next = Load();
            if (next.Configuration.Tenant.Uid != uid)
                throw new InvalidDataException("instance.json now names another tenant.");
            current = next;
            follower(next.Configuration);
            LogReloaded();
        }
        catch (InvalidDataException e)
        {
            LogRejected(e.Message);
        }
    }

    private InstanceState Load()
    {
        var (configuration, keys) = files.Read();
        // The first tenant stays the tenant of this process: a changed identity is refused above.
        if (tenant.Tenant.Uid.Length == 0)
            tenant.Tenant = (configuration.Tenant.Name, configuration.Tenant.Uid);
        var state = factory.Create(configuration, keys, NewerThan);
        if (state.Surface.Drift is { } drift)
        {
            LogDrift(
                configuration.Tools.OnDrift.ToString(), drift.IsExplained, string.Join(',', drift.Added), string.Join(',', drift.Removed), string.Join(',', drift.Changed),
                state.Surface.Blocked.Count, state.Surface.Catalogue.Value.Digest);
        }
        return state;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The tools are not the pinned ones ({Reaction}; explained {Explained}; added {Added}; removed {Removed}; changed {Changed}; {Blocked} blocked); they are {Digest}")]
    private partial void LogDrift(string reaction, bool explained, string added, string removed, string changed, int blocked, string digest);

    [LoggerMessage(Level = LogLevel.Information, Message = "Configuration reloaded")]
    private partial void LogReloaded();

    [LoggerMessage(Level = LogLevel.Error, Message = "Changed configuration ignored: {Problem}")]
    private partial void LogRejected(string problem);
}
