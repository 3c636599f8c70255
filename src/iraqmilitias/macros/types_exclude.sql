-- Whether one event cannot be of both event types: true, false, or NULL where a type is missing.
-- not for: similarity of types; two codes that do not exclude one another need not mean the same.
--
-- Two different codes exclude one another unless the pair is listed here (lower code first), because
-- - `other` is compatible with every code;
-- - armed-attack is the general word for an attack by any weapon, on anyone;
-- - military-operation is the general word for airstrikes, deployments and an invasion;
-- - assassination and assassination-attempt name an aim, rocket, drone, missile and airstrike a means;
-- - an airstrike may be flown by a drone or done with missiles;
-- - abuse and crackdown are both force against civilians; deployment and mobilisation are both a larger force;
-- - a policy-decision may be that to sanction, deploy or withdraw; a visit may be for a negotiation.
-- assassination and assassination-attempt do exclude one another: the outcome differs.
create macro types_exclude(one_type, other_type) as
    one_type <> other_type
    and one_type <> 'other'
    and other_type <> 'other'
    and not list_contains([
        'abuse/armed-attack', 'airstrike/armed-attack', 'armed-attack/assassination',
        'armed-attack/assassination-attempt', 'armed-attack/crackdown', 'armed-attack/drone-attack',
        'armed-attack/missile-attack', 'armed-attack/rocket-attack', 'armed-attack/shootdown',
        'airstrike/military-operation', 'deployment/military-operation', 'invasion/military-operation',
        'airstrike/assassination', 'assassination/drone-attack', 'assassination/missile-attack',
        'assassination/rocket-attack', 'airstrike/assassination-attempt', 'assassination-attempt/drone-attack',
        'assassination-attempt/missile-attack', 'assassination-attempt/rocket-attack',
        'airstrike/drone-attack', 'airstrike/missile-attack',
        'abuse/crackdown', 'deployment/mobilisation',
        'deployment/policy-decision', 'policy-decision/sanction', 'policy-decision/withdrawal',
        'negotiation/visit'
    ], least(one_type, other_type) || '/' || greatest(one_type, other_type));
