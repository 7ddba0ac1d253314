-- Every push asks this of a few cases: planning it afresh each time took a fifth of the whole push.
ALTER FUNCTION cases_to_change(uuid[]) SET plan_cache_mode = force_generic_plan;
