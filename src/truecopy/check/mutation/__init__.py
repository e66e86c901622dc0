"""The check on trial: vendors that are wrong at one claim each, and whether the check finds them."""
