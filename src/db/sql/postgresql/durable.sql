-- what was committed is on the disk, whatever the administrator has set; more than that (copies on other machines) stays as set
SELECT set_config ('synchronous_commit', 'on', false) WHERE current_setting ('synchronous_commit') = 'off'
